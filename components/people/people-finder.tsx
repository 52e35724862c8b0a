"use client";

import { Search } from "lucide-react";
import Form from "next/form";
import type { ChangeEvent } from "react";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { WHOLE } from "./people-filter-words";

type PeopleFinderProps = {
  funnelId: string;
  which: string;
  step: string | undefined;
  path: string | undefined;
  search: string;
  steps: readonly { id: string; name: string }[];
};

/** Which people, at which step, by which words. What was chosen stands in the address. */
export function PeopleFinder({ funnelId, which, step, path, search, steps }: PeopleFinderProps) {
  const listed = WHOLE.some((one) => one.which === which);
  const drawn = step === undefined || steps.some(({ id }) => id === step);
  const submit = (event: ChangeEvent<HTMLSelectElement>) => event.currentTarget.form?.requestSubmit();
  return (
    <search>
      <Form
        prefetch={false}
        action={`/funnels/${funnelId}/people`}
        className="flex flex-wrap items-end gap-2"
      >
        <div className="flex w-full gap-2 sm:w-72">
          <Input
            type="search"
            name="q"
            aria-label="Search people by name or address"
            placeholder="Name or address"
            prefix={<Search />}
            defaultValue={search}
            maxLength={120}
            autoComplete="off"
          />
          <Button type="submit">Show</Button>
        </div>
        <Select
          name="which"
          aria-label="Which people"
          defaultValue={which}
          onChange={submit}
          className="w-full sm:w-60"
        >
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
          onChange={submit}
          className="w-full sm:w-52"
        >
          <option value="">At any step</option>
          {drawn ? null : <option value={step}>A step that is no longer drawn</option>}
          {steps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        {path === undefined ? null : <input type="hidden" name="path" value={path} />}
      </Form>
    </search>
  );
}
