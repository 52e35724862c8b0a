import { Search } from "lucide-react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { WHOLE } from "./people-filter-words";

type PeopleFinderProps = {
  which: string;
  step: string | undefined;
  path: string | undefined;
  search: string;
  steps: readonly { id: string; name: string }[];
};

/** Which people, at which step, by which words. A plain form: what was chosen stands in the address. */
export function PeopleFinder({ which, step, path, search, steps }: PeopleFinderProps) {
  const listed = WHOLE.some((one) => one.which === which);
  return (
    <search>
      <form className="flex flex-wrap items-end gap-2">
        <Input
          type="search"
          name="q"
          aria-label="Search people by name or address"
          placeholder="Name or address"
          prefix={<Search />}
          defaultValue={search}
          maxLength={120}
          autoComplete="off"
          className="w-full sm:max-w-64"
        />
        <Select name="which" aria-label="Which people" defaultValue={which} className="w-full sm:max-w-60">
          {listed ? null : <option value={which}>As in Results</option>}
          {WHOLE.map((one) => (
            <option key={one.which} value={one.which}>
              {one.label}
            </option>
          ))}
        </Select>
        <Select
          name="step"
          aria-label="At which step"
          defaultValue={step ?? ""}
          className="w-full sm:max-w-52"
        >
          <option value="">At any step</option>
          {steps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        {path === undefined ? null : <input type="hidden" name="path" value={path} />}
        <Button type="submit">Show</Button>
      </form>
    </search>
  );
}
