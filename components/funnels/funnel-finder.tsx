import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { cn } from "../ui/cn";
import { Input } from "../ui/input";

type FunnelFinderProps = {
  asked: string;
  onAsk: (asked: string) => void;
  /** At the right. */
  children?: ReactNode;
};

/** Searches the list by name while typing; without scripts by Enter. */
export function FunnelFinder({ asked, onAsk, children }: FunnelFinderProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <search className="w-full sm:max-w-72">
        <form action="/funnels" onSubmit={(event) => event.preventDefault()}>
          <Input
            type="search"
            name="q"
            aria-label="Search funnels"
            placeholder="Search funnels"
            prefix={<Search />}
            value={asked}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => onAsk(event.target.value)}
          />
        </form>
      </search>
      {children}
    </div>
  );
}

/** In use · Archived, as links. */
export function FunnelShelves({ archived, showing }: { archived: number; showing: "used" | "archived" }) {
  const shelves = [
    { is: "used", href: "/funnels", label: "In use" },
    { is: "archived", href: "/funnels?show=archived", label: `Archived ${archived.toLocaleString("en")}` },
  ] as const;
  return (
    <nav aria-label="Which funnels" className="flex gap-1 rounded-lg bg-ink/5 p-0.5 text-sm font-medium">
      {shelves.map(({ is, href, label }) => (
        <Link
          key={is}
          href={href as never}
          aria-current={is === showing ? "page" : undefined}
          className={cn(
            "rounded-md px-2.5 py-1 text-ink-soft transition-colors hover:text-ink pointer-coarse:py-2.5",
            "aria-[current]:bg-raised aria-[current]:text-ink aria-[current]:shadow-[0_0_0_1px_var(--color-line)]",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
