"use client";

import { useId } from "react";
import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import { ParsedField } from "./parsed-field";

const nameOrNone = z.string().transform((text, context) => {
  if (text.trim() === "") return "";
  const name = eventName.safeParse(text);
  if (name.success) return name.data;
  context.addIssue({ code: "custom", message: name.error.issues[0]?.message });
  return z.NEVER;
});

/** The name of an event as it is sent; empty while it is not chosen. */
export function EventNameField(props: {
  label?: string;
  help?: string;
  placeholder?: string;
  value: string;
  readOnly: boolean;
  /** Offered while typing. */
  known?: readonly string[];
  onChange(name: string): void;
}) {
  const {
    label = "Name of the event",
    help = "As it is sent, for example cart.updated",
    placeholder = "cart.updated",
    known,
    ...rest
  } = props;
  const list = useId();
  return (
    <>
      <ParsedField
        label={label}
        help={help}
        schema={nameOrNone}
        maxLength={100}
        placeholder={placeholder}
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        {...(known ? { list } : {})}
        {...rest}
      />
      {known ? (
        <datalist id={list}>
          {known.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}
