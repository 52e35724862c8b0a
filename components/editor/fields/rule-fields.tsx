"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { Flow } from "@/lib/flow/flow";
import type { Rule } from "@/lib/rules/rule";
import type { RuleTest } from "@/lib/rules/tests";
import { TestFields } from "./test-fields";
import { fresh } from "./tests/fresh";

const MOST_TESTS = 20;
const MOST_GROUPS = 10;

type Group = Rule["groups"][number];

/** `atEntry`: it is asked of people who are not in the funnel yet, so nothing has happened to them there. */
type Setting = { flow: Flow; readOnly: boolean; atEntry?: boolean };

type RuleFieldsProps = Setting & { rule: Rule; onChange(rule: Rule): void };

/** A rule as groups of tests, with "and" or "or" between them. */
export function RuleFields({ rule, onChange, ...setting }: RuleFieldsProps) {
  const { flow, readOnly } = setting;
  const put = (next: Partial<Rule>) => onChange({ ...rule, ...next });
  const putGroup = (at: number, group: Group | null) =>
    put({ groups: rule.groups.flatMap((one, index) => (index !== at ? [one] : group ? [group] : [])) });
  return (
    <>
      {rule.groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no names; their fields are controlled.
        <div key={index} className="flex flex-col gap-3">
          {index > 0 ? (
            <Joint
              label="Between the groups"
              match={rule.match}
              readOnly={readOnly}
              onChange={(match) => put({ match })}
            />
          ) : null}
          <GroupFields
            group={group}
            label={rule.groups.length > 1 ? `Group ${index + 1}` : "Tests"}
            {...setting}
            onChange={(next) => putGroup(index, next)}
            onRemove={rule.groups.length > 1 ? () => putGroup(index, null) : undefined}
          />
        </div>
      ))}
      {readOnly || rule.groups.length >= MOST_GROUPS ? null : (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 self-start text-accent"
          onClick={() =>
            put({ groups: [...rule.groups, { match: "all", tests: [fresh("purchased", flow)] }] })
          }
        >
          <Plus aria-hidden />
          Add a group
        </Button>
      )}
    </>
  );
}

type GroupFieldsProps = Setting & {
  group: Group;
  label: string;
  onChange(group: Group): void;
  onRemove?: () => void;
};

function GroupFields({ group, label, onChange, onRemove, ...setting }: GroupFieldsProps) {
  const { flow, readOnly } = setting;
  const putTest = (at: number, test: RuleTest | null) =>
    onChange({
      ...group,
      tests: group.tests.flatMap((one, index) => (index !== at ? [one] : test ? [test] : [])),
    });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="sr-only">{label}</legend>
      {onRemove ? (
        <div className="-mt-1 -mb-2 flex items-center justify-between">
          <span aria-hidden className="text-xs font-medium text-ink-soft">
            {label}
          </span>
          {readOnly ? null : (
            <IconButton size="sm" label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
              <X />
            </IconButton>
          )}
        </div>
      ) : null}
      {group.tests.map((test, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tests have no names; their fields are controlled.
        <div key={index} className="flex flex-col gap-3">
          {index > 0 ? (
            <Joint
              label="Between the tests"
              match={group.match}
              readOnly={readOnly}
              onChange={(match) => onChange({ ...group, match })}
            />
          ) : null}
          <TestFields
            test={test}
            {...setting}
            onChange={(next) => putTest(index, next)}
            onRemove={group.tests.length > 1 ? () => putTest(index, null) : undefined}
          />
        </div>
      ))}
      {readOnly || group.tests.length >= MOST_TESTS ? null : (
        <Button
          size="sm"
          variant="ghost"
          className="-mb-1 -ml-2 self-start text-accent"
          onClick={() => onChange({ ...group, tests: [...group.tests, fresh("purchased", flow)] })}
        >
          <Plus aria-hidden />
          Add a test
        </Button>
      )}
    </fieldset>
  );
}

/** "and" or "or" between two tests; one answer holds for all of a group. */
function Joint(props: {
  label: string;
  match: "all" | "any";
  readOnly: boolean;
  onChange(match: "all" | "any"): void;
}) {
  return (
    <div className="flex items-center gap-2">
      <Select
        aria-label={props.label}
        value={props.match}
        disabled={props.readOnly}
        className="w-20"
        options={[
          { value: "all", label: "and" },
          { value: "any", label: "or" },
        ]}
        onChange={(event) => props.onChange(event.target.value === "any" ? "any" : "all")}
      />
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  );
}
