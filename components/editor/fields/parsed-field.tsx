"use client";

import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";
import type { ZodType } from "zod";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toaster";
import { useTyped } from "@/components/ui/use-typed";

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
  /** Called with what parses; what does not stays in the field, and the drawing goes back to what it was before. */
  onChange(value: T): void;
  className?: string;
} & Omit<ComponentProps<typeof Input>, "value" | "onChange" | "onBlur" | "className">;

/** A text that may be unfinished while it is typed; only what parses is kept, and nothing that was typed is lost. */
export function ParsedField<T>(props: ParsedFieldProps<T>) {
  const { label, help, error, optional, schema, value, onChange, className, ...input } = props;
  const typed = useTyped(value);
  const wrong = typed.text === null ? undefined : schema.safeParse(typed.text).error?.issues[0]?.message;
  useSayWhatIsLost(
    wrong === undefined
      ? null
      : typed.text?.trim()
        ? `“${typed.text}” was not kept as “${label}”. ${wrong}`
        : `“${label}” was left unfinished, and stays as it was.`,
  );
  return (
    <Field label={label} help={help} error={wrong ?? error} optional={optional} className={className}>
      <Input
        {...input}
        value={typed.text ?? value}
        onChange={({ target: { value: text } }) => {
          typed.type(text);
          const next = schema.safeParse(text);
          const kept = next.success ? next : schema.safeParse(typed.before);
          if (kept.success && (next.success || typed.before !== value)) onChange(kept.data);
        }}
        onBlur={() => typed.leave(wrong !== undefined)}
      />
    </Field>
  );
}

/** A field that goes away with something that does not parse in it takes it along: then that is said. */
function useSayWhatIsLost(words: string | null) {
  const lost = useRef(words);
  useEffect(() => {
    lost.current = words;
  }, [words]);
  useEffect(
    () => () => {
      if (lost.current) toast(lost.current, { tone: "bad" });
    },
    [],
  );
}
