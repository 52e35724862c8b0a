import { Badge } from "../ui/badge";
import type { ListedRoute } from "./api-route";

export type ApiGroup = { name: string; routes: readonly ListedRoute[] };

/** Every call of the API, each a way to its place on the page. */
export function ApiContents({ groups }: { groups: readonly ApiGroup[] }) {
  return (
    <nav aria-label="Calls" className="gap-8 rounded-lg border border-line bg-surface px-4 pt-4 sm:columns-2">
      {groups.map(({ name, routes }) => (
        <div key={name} className="flex break-inside-avoid flex-col gap-1 pb-4">
          <p className="text-sm font-medium text-ink-soft">{name}</p>
          <ul className="flex flex-col">
            {routes.map(({ id, method, summary }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="-mx-1.5 flex min-h-7 items-center pointer-coarse:min-h-10 gap-2 rounded-sm px-1.5 hover:bg-ink/5"
                >
                  <Badge className="w-11 justify-center">{method}</Badge>
                  {summary}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
