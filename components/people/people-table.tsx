import Link from "next/link";
import { sayMoment } from "@/lib/time/moment";
import { Badge } from "../ui/badge";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";
import type { ListedPerson } from "./listed-person";

type PeopleTableProps = {
  funnelId: string;
  people: readonly ListedPerson[];
  now: number;
  zone: string;
};

/** One row a person: who, where, since when, what comes next. */
export function PeopleTable({ funnelId, people, now, zone }: PeopleTableProps) {
  return (
    <Table label="People in this funnel">
      <TableHead>
        <tr>
          <Th>Person</Th>
          <Th>Where</Th>
          <Th>Since</Th>
          <Th>What happens next</Th>
          <Th>Entered</Th>
        </tr>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <Tr key={person.id}>
            <RowHead>
              <Link
                href={`/funnels/${funnelId}/people/${person.id}`}
                className="block truncate after:absolute after:inset-0"
              >
                {person.name || person.email}
              </Link>
              {person.name ? (
                <span className="block truncate text-xs font-normal text-ink-soft">{person.email}</span>
              ) : null}
            </RowHead>
            <Td className="whitespace-nowrap">
              {person.stuck ? <Badge tone="bad">Cannot go on</Badge> : person.where}
            </Td>
            <Td className="whitespace-nowrap">{sayMoment(person.since, { now, zone })}</Td>
            <Td className="min-w-72 text-pretty">{person.next}</Td>
            <Td className="whitespace-nowrap">{sayMoment(person.enteredAt, { now, zone })}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
