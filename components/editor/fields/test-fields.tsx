"use client";

import { X } from "lucide-react";
import type { ComponentType } from "react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { Flow } from "@/lib/flow/flow";
import { type RuleTest, type TestKind, tests } from "@/lib/rules/tests";
import { ClickedFields, OpenedFields } from "./tests/engagement-fields";
import { fresh } from "./tests/fresh";
import { GoalFields } from "./tests/goal-fields";
import { HappenedFields } from "./tests/happened-fields";
import type { KindProps } from "./tests/kind-props";
import { AnswerFields, EntryFields, FieldFields, TagFields } from "./tests/person-fields";
import { PurchasedFields } from "./tests/purchased-fields";

const fields: { [K in TestKind]: ComponentType<KindProps<K>> } = {
  opened: OpenedFields,
  clicked: ClickedFields,
  purchased: PurchasedFields,
  happened: HappenedFields,
  tag: TagFields,
  field: FieldFields,
  entry: EntryFields,
  answer: AnswerFields,
  goal: GoalFields,
};

const kinds = Object.keys(tests) as TestKind[];

/** What cannot have come about before somebody enters. */
const LATER: ReadonlySet<TestKind> = new Set(["opened", "clicked", "goal"]);

type TestFieldsProps = {
  test: RuleTest;
  flow: Flow;
  readOnly: boolean;
  atEntry?: boolean;
  onChange(test: RuleTest): void;
  onRemove?: (() => void) | undefined;
};

/** One test of a rule: whether they have or have not, what it asks, and about what. */
export function TestFields({ test, flow, readOnly, atEntry = false, onChange, onRemove }: TestFieldsProps) {
  // Typed once here because a table indexed by a union cannot be.
  const Fields = fields[test.test] as unknown as ComponentType<KindProps<TestKind>>;
  const removable = onRemove !== undefined && !readOnly;
  const offered = kinds.filter((kind) => kind === test.test || !(atEntry && LATER.has(kind)));
  return (
    <div className="flex flex-col gap-3">
      {/* For fingers all three are large: on one line the words of the second would be cut. */}
      <div className={cn("flex items-center gap-1.5", removable && "pointer-coarse:flex-wrap")}>
        {"not" in test ? (
          <Select
            aria-label="They have or have not"
            value={test.not ? "not" : "yes"}
            disabled={readOnly}
            className="w-26 shrink-0 pointer-coarse:w-30"
            options={[
              { value: "yes", label: "Have" },
              { value: "not", label: "Have not" },
            ]}
            onChange={(event) => onChange({ ...test, not: event.target.value === "not" } as RuleTest)}
          />
        ) : (
          // What is compared has its opposites among the comparisons.
          <span className="shrink-0 px-1 text-ink">Have</span>
        )}
        <Select
          aria-label="What it asks"
          className={removable ? "pointer-coarse:order-last pointer-coarse:basis-full" : ""}
          value={test.test}
          disabled={readOnly}
          options={offered.map((kind) => ({ value: kind, label: lowerFirst(tests[kind].label) }))}
          onChange={(event) => onChange(changed(test, event.target.value as TestKind, flow))}
        />
        {removable ? (
          <IconButton
            size="sm"
            label="Remove this test"
            className="-mr-1.5 pointer-coarse:mr-0 pointer-coarse:ml-auto"
            onClick={onRemove}
          >
            <X />
          </IconButton>
        ) : null}
      </div>
      <Fields test={test} flow={flow} readOnly={readOnly} atEntry={atEntry} onChange={onChange} />
    </div>
  );
}

/** A test of another kind, with what both have. */
function changed(test: RuleTest, kind: TestKind, flow: Flow): RuleTest {
  const next = fresh(kind, flow);
  const email = "email" in test && "email" in next ? { email: test.email } : {};
  const not = "not" in test && "not" in next ? { not: test.not } : {};
  return { ...next, ...email, ...not } as RuleTest;
}

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
