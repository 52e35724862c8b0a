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
        <Th className="max-md:hidden">What happened</Th>
        <Th className="max-md:hidden">Why they did not enter</Th>
        <Th className="max-md:hidden">Last time</Th>
        <Th className="max-md:hidden">Times</Th>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <Tr key={person.contactId}>
            <RowHead className="max-md:py-2.5">
              <span className="block truncate">{person.name || person.email}</span>
              {person.name ? (
                <span className="block truncate text-xs font-normal text-ink-soft">{person.email}</span>
              ) : null}
              <span className="mt-1 block text-sm font-normal text-pretty text-ink-soft md:hidden">
                <span className="font-medium wrap-anywhere text-ink">{person.event}</span>
                {` ${person.when}${person.times > 1 ? `, ${person.times.toLocaleString("en")} times` : ""}. ${person.why}`}
              </span>
            </RowHead>
            <Td className="whitespace-nowrap max-md:hidden">{person.event}</Td>
            <Td className="min-w-72 py-1.5 text-pretty max-md:hidden">{person.why}</Td>
            <Td className="whitespace-nowrap max-md:hidden">{person.when}</Td>
            <Td className="tabular-nums max-md:hidden">{person.times.toLocaleString("en")}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
