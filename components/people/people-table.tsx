import { Link } from "@/components/ui/link";
import { sayMoment } from "@/lib/time/moment";
import { Badge } from "../ui/badge";
import { Checkbox } from "../ui/checkbox";
import { RowHead, Table, TableBody, TableHead, Td, Th, Tr } from "../ui/table";
import type { ListedPerson } from "./listed-person";

type PeopleTableProps = {
  funnelId: string;
  people: readonly ListedPerson[];
  now: number;
  zone: string;
  /** Without it nobody can be chosen. */
  choosing?: {
    chosen: ReadonlySet<string>;
    choose(ids: readonly string[], chosen: boolean): void;
  };
};

/** One row a person: who, where, since when, what comes next. */
export function PeopleTable({ funnelId, people, now, zone, choosing }: PeopleTableProps) {
  const ids = people.map(({ id }) => id);
  const some = choosing ? ids.filter((id) => choosing.chosen.has(id)).length : 0;
  return (
    <Table label="People in this funnel">
      <TableHead>
        <Th>
          {choosing ? (
            <span className="flex items-center gap-3">
              <Checkbox
                aria-label="Choose everybody shown"
                checked={some === 0 ? false : some === ids.length ? true : "indeterminate"}
                onCheckedChange={(to) => choosing.choose(ids, to === true)}
              />
              Person
            </span>
          ) : (
            "Person"
          )}
        </Th>
        <Th className="max-md:hidden">Where</Th>
        <Th className="max-md:hidden">Since</Th>
        <Th className="max-md:hidden">What happens next</Th>
        <Th className="max-md:hidden">Entered</Th>
      </TableHead>
      <TableBody>
        {people.map((person) => (
          <Tr key={person.id} selected={choosing?.chosen.has(person.id) ?? false}>
            <RowHead className="max-md:py-2.5">
              <span className="flex items-center gap-3">
                {choosing ? (
                  <Checkbox
                    aria-label={`Choose ${person.name || person.email}`}
                    checked={choosing.chosen.has(person.id)}
                    onCheckedChange={(to) => choosing.choose([person.id], to === true)}
                    className="z-10"
                  />
                ) : null}
                <span className="min-w-0 flex-1">
                  <Link
                    href={`/funnels/${funnelId}/people/${person.id}`}
                    className="block truncate after:absolute after:inset-0"
                  >
                    {person.name || person.email}
                  </Link>
                  {person.name ? (
                    <span className="block truncate text-xs font-normal text-ink-soft">{person.email}</span>
                  ) : null}
                  <span className="mt-1 block text-sm font-normal text-pretty text-ink-soft md:hidden">
                    <span className="font-medium text-ink">{person.where}</span>
                    {`${person.ended ? "" : " since"} ${sayMoment(person.since, { now, zone })}. ${person.next}`}
                    {person.stuck ? (
                      <Badge tone="bad" className="ml-2">
                        Cannot go on
                      </Badge>
                    ) : null}
                  </span>
                </span>
              </span>
            </RowHead>
            <Td className="whitespace-nowrap max-md:hidden">
              {person.where}
              {person.stuck ? (
                <Badge tone="bad" className="ml-2">
                  Cannot go on
                </Badge>
              ) : null}
            </Td>
            <Td className="whitespace-nowrap max-md:hidden">{sayMoment(person.since, { now, zone })}</Td>
            <Td className="min-w-72 py-1.5 text-pretty max-md:hidden xl:min-w-96">{person.next}</Td>
            <Td className="whitespace-nowrap max-md:hidden">{sayMoment(person.enteredAt, { now, zone })}</Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}
