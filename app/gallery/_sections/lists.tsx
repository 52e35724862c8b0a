import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { type FunnelStatus, StatusPill } from "@/components/ui/status-pill";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "@/components/ui/table";

const rows: { name: string; status: FunnelStatus; here: number; reached: string; edited: string }[] = [
  {
    name: "Frühlingskurs: Anmeldung bis Kursbeginn für Wiederkehrerinnen",
    status: "changed",
    here: 100_000,
    reached: "3 of 17",
    edited: "2 minutes ago",
  },
  { name: "ようこそシリーズ", status: "live", here: 1, reached: "0 of 1", edited: "yesterday" },
  { name: "Cart left behind 🛒", status: "paused", here: 214, reached: "61 of 480", edited: "3 March" },
  { name: "Webinar follow-up", status: "draft", here: 0, reached: "–", edited: "12 February" },
];

export function Lists() {
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Funnels"
        description="What runs today, and what needs you."
        beside={<StatusPill status="live" />}
        actions={
          <>
            <Button>Start from a template</Button>
            <Button variant="primary">
              <Plus aria-hidden />
              New funnel
            </Button>
          </>
        }
      />
      <Table label="Funnels">
        <TableHead>
          <Th>Funnel</Th>
          <Th>State</Th>
          <Th figure>People now</Th>
          <Th figure>Reached the goal</Th>
          <Th figure>Edited</Th>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            <Tr key={row.name} selected={index === 2}>
              <RowHead>
                <a href="#lists" className="block truncate">
                  {row.name}
                </a>
              </RowHead>
              <Td>
                <StatusPill status={row.status} />
              </Td>
              <Td figure>{row.here.toLocaleString("en")}</Td>
              <Td figure>{row.reached}</Td>
              <Td className="text-right whitespace-nowrap">{row.edited}</Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState
          action={
            <Button variant="primary" size="lg">
              Draw your first funnel
            </Button>
          }
        >
          Nothing runs yet. Start from a proven sequence, or from an empty page.
        </EmptyState>
      </div>
    </div>
  );
}
