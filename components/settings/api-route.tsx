import { Badge } from "../ui/badge";
import { CodeToCopy } from "./code-to-copy";
import { type ListedStatus, StatusList } from "./status-list";

export type ListedField = {
  name: string;
  where: "address" | "query" | "header" | "body";
  required: boolean;
  kind: string;
  about: string | null;
};

export type ListedRoute = {
  /** Its anchor on the page. */
  id: string;
  method: string;
  path: string;
  summary: string;
  about: string | null;
  /** Anybody may call it, without a key. */
  open: boolean;
  fields: readonly ListedField[];
  /** What it answers when all goes well, by status. */
  answers: readonly ListedStatus[];
  /** Refusals of its own. */
  refusals: readonly ListedStatus[];
  /** A command to copy, and its answer. */
  request: string;
  answer: string;
};

const places = {
  address: "In the address",
  query: "After the ?",
  header: "As a header",
  body: "In the body",
};

/** One call of the API: what it does, what it takes, an example to copy and what comes back. */
export function ApiRoute({ route }: { route: ListedRoute }) {
  const { id, method, path, summary, about, open, fields, answers, refusals, request, answer } = route;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        <h3 id={id} className="scroll-mt-6 text-lg font-semibold">
          {summary}
        </h3>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={method === "GET" ? "plain" : "accent"}>{method}</Badge>
          <code className="min-w-0 font-mono text-sm break-all text-ink">{path}</code>
          {open ? <Badge>no key needed</Badge> : null}
        </p>
        {about ? <p className="max-w-prose text-pretty text-ink-soft">{about}</p> : null}
      </div>
      {(["address", "query", "header", "body"] as const).map((where) => {
        const mine = fields.filter((field) => field.where === where);
        return mine.length > 0 ? <FieldList key={where} title={places[where]} fields={mine} /> : null;
      })}
      <CodeToCopy label="Request" text={request} />
      <CodeToCopy label="Answer" text={answer} />
      <StatusList listed={[...answers, ...refusals]} />
    </section>
  );
}

function FieldList({ title, fields }: { title: string; fields: readonly ListedField[] }) {
  return (
    <div className="flex flex-col gap-1.5">
      <h4 className="text-sm font-medium text-ink-soft">{title}</h4>
      <dl className="rounded-lg border border-line bg-surface text-sm">
        {fields.map(({ name, required, kind, about }) => (
          <div
            key={name}
            className="flex flex-col gap-x-4 gap-y-0.5 border-b border-line px-3 py-2 last:border-b-0 sm:flex-row"
          >
            <dt className="shrink-0 font-mono break-all text-ink sm:w-56">
              {name}
              {required ? <span className="font-sans text-ink-soft"> · required</span> : null}
            </dt>
            <dd className="min-w-0 text-pretty text-ink-soft">
              {kind}
              {about ? <span className="block text-ink">{about}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
