"use client";

import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn";

type FieldWiring = {
  id: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
};

const FieldContext = createContext<FieldWiring | null>(null);

type FieldProps = {
  label: ReactNode;
  /** What to enter and why, under the field. */
  help?: ReactNode;
  /** What is wrong and what to do. Empty or absent: nothing is wrong. */
  error?: ReactNode;
  required?: boolean;
  /** Says "optional" beside the label. */
  optional?: boolean;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  /** Stands at the right end of the label's line: a count, a link. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** Label above, the control, then error and help under it. Controls of this folder wire themselves to it. */
export function Field(props: FieldProps) {
  const {
    label,
    help,
    error,
    required = false,
    optional = false,
    hideLabel = false,
    aside,
    className,
    children,
  } = props;
  const id = useId();
  const labelId = `${id}-label`;
  const described = [error ? `${id}-error` : "", help ? `${id}-help` : ""].filter(Boolean).join(" ");
  const wiring = { id, labelId, describedBy: described || undefined, invalid: Boolean(error), required };
  return (
    <FieldContext value={wiring}>
      <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
        <div className={cn("flex items-baseline justify-between gap-3", hideLabel && "sr-only")}>
          <label id={labelId} htmlFor={id} className="min-w-0 text-sm font-medium wrap-anywhere text-ink">
            {label}
            {optional ? <span className="ml-1.5 font-normal text-ink-soft">optional</span> : null}
          </label>
          {aside ? <span className="text-xs text-ink-soft">{aside}</span> : null}
        </div>
        {children}
        {error ? (
          <p id={`${id}-error`} role="alert" className="text-sm text-bad">
            {error}
          </p>
        ) : null}
        {help ? (
          <p id={`${id}-help`} className="text-sm text-pretty text-ink-soft">
            {help}
          </p>
        ) : null}
      </div>
    </FieldContext>
  );
}

/** Attributes for the one control inside a Field; what the control was given itself wins. Empty outside a Field. */
export function useFieldControl(
  own: Pick<ComponentProps<"input">, "id" | "aria-describedby" | "aria-invalid"> = {},
) {
  const field = useContext(FieldContext);
  if (!field) return own;
  return {
    id: own.id ?? field.id,
    "aria-describedby": own["aria-describedby"] ?? field.describedBy,
    "aria-invalid": field.invalid || own["aria-invalid"] || undefined,
    required: field.required || undefined,
  };
}

/** Attributes for a group of controls inside a Field (radios, number with unit). */
export function useFieldGroup() {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    "aria-labelledby": field.labelId,
    "aria-describedby": field.describedBy,
    "aria-invalid": field.invalid || undefined,
  };
}
