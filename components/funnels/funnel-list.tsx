import Link from "next/link";
import type { ReactNode } from "react";
import { StatusPill } from "../ui/status-pill";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";

export type FunnelSummary = {
  id: string;
  name: string;
  status: "draft" | "live" | "paused";
  changed: boolean;
  here: number;
  entered: number;
  converted: number;
};

/** The workspace's funnels with their people. */
export function FunnelList({ funnels }: { funnels: readonly FunnelSummary[] }) {
  return (
    <Table label="Funnels">
      <TableHead>
        <Th>Name</Th>
        <Th>State</Th>
        <Th figure>Entered</Th>
        <Th figure>There now</Th>
        <Th figure>Reached the goal</Th>
      </TableHead>
      <TableBody>
        {funnels.map((funnel) => (
          <Tr key={funnel.id}>
            <RowHead>
              <Link href={`/funnels/${funnel.id}`} className="font-medium hover:underline">
                {funnel.name}
              </Link>
            </RowHead>
            <Td>
              <StatusPill status={funnel.status === "live" && funnel.changed ? "changed" : funnel.status} />
            </Td>
            <Figure>{funnel.entered}</Figure>
            <Figure>{funnel.here}</Figure>
            <Figure>{funnel.converted}</Figure>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

const Figure = ({ children }: { children: number }): ReactNode => (
  <Td figure>{children.toLocaleString("en")}</Td>
);
