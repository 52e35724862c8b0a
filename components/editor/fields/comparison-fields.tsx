"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { OPERATORS, type Operator, takesValue } from "@/lib/rules/property-filter";

const LABELS: Record<Operator, string> = {
  is: "is",
  "is-not": "is not",
  contains: "contains",
  "contains-not": "does not contain",
  "is-filled": "is filled in",
  "is-empty": "is empty",
  more: "is more than",
  less: "is less than",
  before: "is before",
  after: "is after",
};

const options = OPERATORS.map((value) => ({ value, label: LABELS[value] }));

type Comparison = { is: Operator; value: string };

/** How something is compared, and with what. `about` tells a screen reader what is compared. */
export function ComparisonFields(props: {
  value: Comparison;
  about: string;
  readOnly: boolean;
  change(value: Comparison): void;
}) {
  const { value, about, readOnly, change } = props;
  const isDate = value.is === "before" || value.is === "after";
  return (
    <div className="grid grid-cols-2 gap-2">
      <Select
        aria-label={`How ${about} is compared`}
        value={value.is}
        disabled={readOnly}
        className={takesValue(value.is) ? undefined : "col-span-2"}
        options={options}
        onChange={(event) => change({ ...value, is: event.target.value as Operator })}
      />
      {takesValue(value.is) ? (
        <Input
          aria-label={`What ${about} is compared with`}
          type={isDate ? "date" : "text"}
          inputMode={value.is === "more" || value.is === "less" ? "decimal" : undefined}
          value={value.value}
          maxLength={200}
          readOnly={readOnly}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => change({ ...value, value: event.target.value })}
        />
      ) : null}
    </div>
  );
}
