"use client";

import { Minus, Pencil, Plus, Route } from "lucide-react";
import type { ReactNode } from "react";
import { diffOf } from "@/lib/flow/diff";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { namesOf } from "@/lib/flow/names";
import { definitionFor } from "@/lib/nodes/definitions";

const MOST_SHOWN = 6;

type Row = { id: string; icon: ReactNode; what: string; name: string; says: string };

/** What a new version does otherwise than the live one, step by step. */
export function PublishDifference({ before, after }: { before: Flow; after: Flow }) {
  const { added, removed, changed, replaced, rewired, rules } = diffOf(before, after);
  const row = (flow: Flow, node: FlowNode, what: string, icon: ReactNode): Row => ({
    id: `${what} ${node.id}`,
    icon,
    what,
    name: namesOf(flow).node(node.id),
    says: definitionFor(node.type).summary(node.data, namesOf(flow)),
  });
  const told = new Set([...added, ...[...changed, ...replaced].map((one) => one.after)].map(({ id }) => id));
  const rows = [
    ...added.map((node) => row(after, node, "New", <Plus />)),
    ...[...changed, ...replaced].map((one) => row(after, one.after, "Changed", <Pencil />)),
    ...removed.map((node) => row(before, node, "Removed", <Minus />)),
    ...(added.length + removed.length === 0 ? rewired : [])
      .filter(({ id }) => !told.has(id))
      .map((node) => row(after, node, "Leads elsewhere", <Route />)),
  ];
  const more = rows.length - MOST_SHOWN;
  return (
    <section aria-label="What is different" className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium text-ink">What is different</h3>
      <ul className="flex flex-col gap-1.5">
        {rows.slice(0, MOST_SHOWN).map(({ id, icon, what, name, says }) => (
          <li key={id} className="flex items-baseline gap-2 text-sm">
            <span aria-hidden className="relative top-0.5 text-ink-soft [&>svg]:size-3.5">
              {icon}
            </span>
            <span className="w-24 shrink-0 text-ink-soft max-sm:w-20">{what}</span>
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium text-ink">{name}</span>
              <span className="text-ink-soft"> {says}</span>
            </span>
          </li>
        ))}
        {more > 0 ? (
          <li className="pl-5.5 text-sm text-ink-soft">{`and ${more} more ${more === 1 ? "step" : "steps"}`}</li>
        ) : null}
        {rules ? <li className="pl-5.5 text-sm text-ink-soft">What holds for the whole funnel</li> : null}
        {rows.length === 0 && !rules ? (
          <li className="text-sm text-ink-soft">Nothing that people would notice.</li>
        ) : null}
      </ul>
    </section>
  );
}
