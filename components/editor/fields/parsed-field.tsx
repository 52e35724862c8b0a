"use client";

import { type ComponentProps, type ReactNode, useState } from "react";
import type { ZodType } from "zod";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type ParsedFieldProps<T> = {
  label: string;
  help?: ReactNode;
  /** What is wrong with it as it stands. */
  error?: string | undefined;
  optional?: boolean;
  /** Says what is wrong with what was typed. */
  schema: ZodType<T, string>;
  /** As it stands in the drawing. */
  value: string;
  /** Called with what parses; what does not stays in the field until it is left. */
  onChange(value: T): void;
  className?: string;
} & Omit<ComponentProps<typeof Input>, "value" | "onChange" | "onBlur" | "className">;

/** A text that may be unfinished while it is typed; only what parses is kept. */
export function ParsedField<T>(props: ParsedFieldProps<T>) {
  const { label, help, error, optional, schema, value, onChange, className, ...input } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : schema.safeParse(typed);
  return (
    <Field
      label={label}
      help={help}
      error={parsed?.error?.issues[0]?.message ?? error}
      optional={optional}
      className={className}
    >
      <Input
        {...input}
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = schema.safeParse(event.target.value);
          if (next.success) onChange(next.data);
        }}
        onBlur={() => setTyped(null)}
      />
    </Field>
  );
}
