import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";

/** Somebody who could not enter, in words. */
export type ListedTurnedAway = {
  contactId: string;
  name: string;
  email: string;
  /** What would have started the funnel for them. */
  event: string;
  why: string;
  when: string;
  times: number;
};

/** One row a person who did not enter: what happened, why it started nothing, when. */
export function TurnedAwayTable({ people }: { people: readonly ListedTurnedAway[] }) {
  return (
    <Table label="People who did not enter">
      <TableHead>
        <Th>Person</Th>
        <Th>What happened</Th>
        <Th>Why they did not enter</Th>
        <Th>Last time</Th>
        <Th>Times</Th>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <Tr key={person.contactId}>
            <RowHead>
              <span className="block truncate">{person.name || person.email}</span>
              {person.name ? (
                <span className="block truncate text-xs font-normal text-ink-soft">{person.email}</span>
              ) : null}
            </RowHead>
            <Td className="whitespace-nowrap">{person.event}</Td>
            <Td className="min-w-72 py-1.5 text-pretty">{person.why}</Td>
            <Td className="whitespace-nowrap">{person.when}</Td>
            <Td className="tabular-nums">{person.times.toLocaleString("en")}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
