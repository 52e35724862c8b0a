"use client";

import { ArchiveRestore } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { StatusPill } from "../ui/status-pill";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";
import type { FunnelActions } from "./funnel-actions";
import { FunnelFinder, FunnelShelves } from "./funnel-finder";
import { isFound } from "./funnel-search";
import { NothingFound } from "./nothing-found";
import { useAsked } from "./use-asked";
import { useFunnelShelf } from "./use-funnel-shelf";

export type ArchivedSummary = {
  id: string;
  name: string;
  status: "draft" | "paused";
  /** The day, in words. */
  archived: string;
  here: number;
};

type ArchivedFunnelsProps = {
  funnels: readonly ArchivedSummary[];
  /** Absent for those who may only look. */
  actions: FunnelActions | null;
};

/** Funnels that were put away. They rest until somebody restores them. */
export function ArchivedFunnels({ funnels, actions }: ArchivedFunnelsProps) {
  const [asked, ask] = useAsked();
  const shown = funnels.filter(({ name }) => isFound(name, asked));
  return (
    <div className="flex flex-col gap-3">
      <FunnelFinder asked={asked} onAsk={ask}>
        <FunnelShelves archived={funnels.length} showing="archived" />
      </FunnelFinder>
      {funnels.length === 0 ? (
        <EmptyState picture={null}>Nothing is archived. A funnel you put away rests here.</EmptyState>
      ) : shown.length === 0 ? (
        <NothingFound asked={asked} onAll={() => ask("")} />
      ) : (
        <Table label="Archived funnels">
          <TableHead>
            <Th>Name</Th>
            <Th className="max-md:hidden">Archived</Th>
            <Th className="max-md:hidden">Comes back as</Th>
            <Th figure className="max-md:hidden">
              There now
            </Th>
            {actions ? (
              <Th>
                <span className="sr-only">Restore</span>
              </Th>
            ) : null}
          </TableHead>
          <TableBody>
            {shown.map((funnel) => (
              <Tr key={funnel.id}>
                <RowHead className="max-md:py-2.5">
                  <span className="block truncate max-md:line-clamp-2 max-md:whitespace-normal">
                    {funnel.name}
                  </span>
                  <span className="mt-1 block text-sm font-normal text-ink-soft md:hidden">
                    Archived {funnel.archived}
                    {funnel.here > 0 ? ` · ${funnel.here.toLocaleString("en")} there now` : ""}
                  </span>
                </RowHead>
                <Td className="whitespace-nowrap max-md:hidden">{funnel.archived}</Td>
                <Td className="max-md:hidden">
                  <StatusPill status={funnel.status} />
                </Td>
                <Td figure className="max-md:hidden">
                  {funnel.here.toLocaleString("en")}
                </Td>
                {actions ? (
                  <Td>
                    <RestoreButton funnel={funnel} actions={actions} />
                  </Td>
                ) : null}
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

function RestoreButton({ funnel, actions }: { funnel: ArchivedSummary; actions: FunnelActions }) {
  const shelf = useFunnelShelf(actions);
  const [pending, setPending] = useState(false);
  return (
    <Button
      size="sm"
      pending={pending}
      aria-label={`Restore ${funnel.name}`}
      onClick={async () => {
        setPending(true);
        // Once it worked the row goes.
        if (!(await shelf.restore(funnel))) setPending(false);
      }}
    >
      <ArchiveRestore aria-hidden /> Restore
    </Button>
  );
}
