"use client";

import { TriangleAlert } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { Link } from "@/components/ui/link";
import { Badge } from "../ui/badge";
import { StatusPill } from "../ui/status-pill";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";
import type { FunnelActions } from "./funnel-actions";
import { FunnelFinder, FunnelShelves } from "./funnel-finder";
import { FunnelMenu } from "./funnel-menu";
import { isFound } from "./funnel-search";
import { NothingFound } from "./nothing-found";
import { useAsked } from "./use-asked";

export type FunnelSummary = {
  id: string;
  name: string;
  status: "draft" | "live" | "paused";
  changed: boolean;
  hasGoal: boolean;
  late: number;
  /** Somebody with whom funnels that start each other were stopped here. */
  ring: string | null;
  here: number;
  entered: number;
  converted: number;
};

const number = (n: number): string => n.toLocaleString("en");

type FunnelListProps = {
  funnels: readonly FunnelSummary[];
  /** How many are archived: offered beside the search when there are any. */
  archived: number;
  /** Absent for those who may only look. */
  actions: FunnelActions | null;
};

/** The workspace's funnels with their people. The whole row leads to the funnel; arrow keys walk from row to row. */
export function FunnelList({ funnels, archived, actions }: FunnelListProps) {
  const [asked, ask] = useAsked();
  const table = useRef<HTMLDivElement>(null);
  const shown = funnels.filter(({ name }) => isFound(name, asked));
  /** The row after it, or before the last one. */
  const focusBeside = (id: string) => {
    const at = shown.findIndex((one) => one.id === id);
    const next = shown[at + 1] ?? shown[at - 1];
    table.current?.querySelector<HTMLElement>(next ? `[data-row="${next.id}"]` : "input")?.focus();
  };
  return (
    <div ref={table} className="flex flex-col gap-3">
      <FunnelFinder asked={asked} onAsk={ask}>
        {archived > 0 ? <FunnelShelves archived={archived} showing="used" /> : null}
      </FunnelFinder>
      <p role="status" className="sr-only">
        {asked.trim() ? `${shown.length} of ${funnels.length} funnels` : ""}
      </p>
      {shown.length === 0 ? (
        <NothingFound asked={asked} onAll={() => ask("")} />
      ) : (
        <Table label="Funnels">
          <TableHead>
            <Th>Name</Th>
            <Th className="max-md:hidden">State</Th>
            <Th figure className="max-md:hidden">
              Entered
            </Th>
            <Th figure className="max-md:hidden">
              There now
            </Th>
            <Th figure className="max-md:hidden">
              Reached the goal
            </Th>
            {actions ? (
              <Th>
                <span className="sr-only">More</span>
              </Th>
            ) : null}
          </TableHead>
          <TableBody>
            {shown.map((funnel) => (
              <Row
                key={funnel.id}
                funnel={funnel}
                menu={
                  actions ? (
                    <FunnelMenu funnel={funnel} actions={actions} onArchived={() => focusBeside(funnel.id)} />
                  ) : null
                }
              />
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

function Row({ funnel, menu }: { funnel: FunnelSummary; menu: ReactNode }) {
  const { status, changed, hasGoal, late, ring, entered, here, converted } = funnel;
  const href = `/funnels/${funnel.id}` as const;
  const pill = <StatusPill status={status === "live" && changed ? "changed" : status} />;
  const wasLive = status !== "draft";
  return (
    <Tr>
      <RowHead className="py-1 max-md:py-2.5">
        <span className="flex min-w-0 items-center gap-3">
          <Link
            href={href}
            data-row={funnel.id}
            onKeyDown={walk}
            className="min-w-0 truncate after:absolute after:inset-0 max-xl:line-clamp-2 max-xl:whitespace-normal"
          >
            {funnel.name}
          </Link>
          {ring ? (
            <Link href={`${href}/people/${ring}`} className="relative z-10 shrink-0 rounded-md">
              <Badge tone="attention" icon={<TriangleAlert aria-hidden />}>
                Funnels start each other
              </Badge>
            </Link>
          ) : null}
          {late > 0 ? (
            <Link href={`${href}/results`} className="relative z-10 shrink-0 rounded-md">
              <Badge tone="attention" icon={<TriangleAlert aria-hidden />}>
                {late === 1 ? "1 email is late" : `${number(late)} emails are late`}
              </Badge>
            </Link>
          ) : null}
        </span>
        <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm font-normal text-ink-soft md:hidden">
          {pill}
          {wasLive ? (
            <span>
              {number(entered)} entered · {number(here)} there now
              {hasGoal ? ` · ${number(converted)} reached the goal` : ""}
            </span>
          ) : null}
        </span>
      </RowHead>
      <Cell href={href}>{pill}</Cell>
      <Cell href={href} figure>
        {wasLive ? number(entered) : <Nothing />}
      </Cell>
      <Cell href={href} figure>
        {wasLive ? number(here) : <Nothing />}
      </Cell>
      <Cell href={href} figure>
        {!hasGoal ? (
          <span className="text-ink-soft">No goal</span>
        ) : wasLive ? (
          number(converted)
        ) : (
          <Nothing />
        )}
      </Cell>
      {menu ? <Td className="w-0 pl-0 text-right">{menu}</Td> : null}
    </Tr>
  );
}

/** The link of the row again, for the pointer alone. */
function Cell({ href, figure = false, children }: { href: string; figure?: boolean; children: ReactNode }) {
  return (
    <Td figure={figure} className="relative max-md:hidden">
      {children}
      <Link href={href as never} tabIndex={-1} aria-hidden className="absolute inset-0" />
    </Td>
  );
}

const Nothing = () => (
  <span className="text-ink-soft">
    <span aria-hidden>–</span>
    <span className="sr-only">not published yet</span>
  </span>
);

function walk(event: KeyboardEvent<HTMLAnchorElement>) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...(event.currentTarget.closest("tbody")?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const at = rows.indexOf(event.currentTarget);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  rows[to]?.focus();
}
