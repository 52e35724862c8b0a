"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { nameOf } from "@/lib/flow/names";
import { linksOf } from "@/lib/mail/links";
import type { Rule } from "@/lib/rules/rule";
import { type RuleTest, ruleTest, tests } from "@/lib/rules/tests";
import { PurchaseFields } from "./purchase-fields";

const MOST_TESTS = 20;
const MOST_GROUPS = 10;

type Group = Rule["groups"][number];
type EmailNode = FlowNode<"email">;

type RuleFieldsProps = { rule: Rule; flow: Flow; readOnly: boolean; onChange(rule: Rule): void };

/** A rule as groups of tests, with "and" or "or" between them. */
export function RuleFields({ rule, flow, readOnly, onChange }: RuleFieldsProps) {
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
            flow={flow}
            readOnly={readOnly}
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

type GroupFieldsProps = {
  group: Group;
  label: string;
  flow: Flow;
  readOnly: boolean;
  onChange(group: Group): void;
  onRemove?: () => void;
};

function GroupFields({ group, label, flow, readOnly, onChange, onRemove }: GroupFieldsProps) {
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
            flow={flow}
            readOnly={readOnly}
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

type TestFieldsProps = {
  test: RuleTest;
  flow: Flow;
  readOnly: boolean;
  onChange(test: RuleTest): void;
  onRemove?: () => void;
};

const kinds = Object.keys(tests) as RuleTest["test"][];

/** A new test asks about the last email drawn, the likeliest one. */
function fresh(kind: RuleTest["test"], flow: Flow): RuleTest {
  return ruleTest.parse(
    kind === "purchased" ? { test: kind } : { test: kind, email: emailsOf(flow).at(-1)?.id ?? "" },
  );
}

const emailsOf = (flow: Flow): EmailNode[] =>
  flow.nodes.filter((node): node is EmailNode => node.type === "email");

function TestFields({ test, flow, readOnly, onChange, onRemove }: TestFieldsProps) {
  const emails = emailsOf(flow);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-1.5">
        <Select
          aria-label="They have or have not"
          value={test.not ? "not" : "yes"}
          disabled={readOnly}
          className="w-26 shrink-0"
          options={[
            { value: "yes", label: "Have" },
            { value: "not", label: "Have not" },
          ]}
          onChange={(event) => onChange({ ...test, not: event.target.value === "not" })}
        />
        <Select
          aria-label="What it asks"
          value={test.test}
          disabled={readOnly}
          options={kinds.map((kind) => ({ value: kind, label: lowerFirst(tests[kind].label) }))}
          onChange={(event) => {
            const next = fresh(event.target.value as RuleTest["test"], flow);
            const email = "email" in test && "email" in next ? { email: test.email } : {};
            onChange({ ...next, ...email, not: test.not } as RuleTest);
          }}
        />
        {onRemove && !readOnly ? (
          <IconButton size="sm" label="Remove this test" className="-mr-1.5" onClick={onRemove}>
            <X />
          </IconButton>
        ) : null}
      </div>
      {test.test === "purchased" ? (
        <PurchaseFields value={test} change={(next) => onChange(next)} readOnly={readOnly} />
      ) : (
        <Field
          label="Which email"
          error={emails.length === 0 ? "There is no email in this funnel yet. Add one first." : undefined}
        >
          <Select
            value={emails.some((email) => email.id === test.email) ? test.email : ""}
            placeholder="Choose an email"
            disabled={readOnly}
            options={emails.map((email) => ({ value: email.id, label: nameOf(flow, email.id) }))}
            onChange={(event) =>
              onChange(
                test.test === "clicked"
                  ? { ...test, email: event.target.value, link: null }
                  : { ...test, email: event.target.value },
              )
            }
          />
        </Field>
      )}
      {test.test === "clicked" ? (
        <WhichLink
          test={test}
          email={emails.find((email) => email.id === test.email)}
          readOnly={readOnly}
          onChange={onChange}
        />
      ) : null}
    </div>
  );
}

function WhichLink(props: {
  test: Extract<RuleTest, { test: "clicked" }>;
  email: EmailNode | undefined;
  readOnly: boolean;
  onChange(test: RuleTest): void;
}) {
  const { test, email, readOnly, onChange } = props;
  if (!email) return null;
  const links = linksOf(email.data.body);
  const gone = test.link !== null && !links.some((link) => link.key === test.link);
  return (
    <Field
      label="Which link"
      error={gone ? "That link is no longer in the email. Choose another." : undefined}
      help={links.length === 0 ? "This email has no links yet." : undefined}
    >
      <Select
        value={test.link ?? ""}
        disabled={readOnly}
        options={[
          { value: "", label: "Any link" },
          ...links.map(({ key, label, target }) => ({
            value: key,
            label: typeof target === "string" ? `${label} · ${shortAddress(target)}` : label,
          })),
          ...(gone ? [{ value: test.link ?? "", label: "A link that is gone" }] : []),
        ]}
        onChange={(event) => onChange({ ...test, link: event.target.value || null })}
      />
    </Field>
  );
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

const shortAddress = (address: string): string => address.replace(/^https?:\/\/(www\.)?/, "").slice(0, 40);
