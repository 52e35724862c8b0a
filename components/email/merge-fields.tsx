"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { mergeLabel } from "@/lib/mail/document";
import { type Asked, askedBy, pathFor, SOURCES, type Source } from "./merge-source";

export type MergeValue = { path: string; fallback: string };

type MergeFieldsProps = {
  /** What the chip holds now; null while a new one is made. */
  value: MergeValue | null;
  onDone(value: MergeValue): void;
  onRemove?: () => void;
};

/** What a chip says, and what stands there for people about whom it is not known. */
export function MergeFields({ value, onDone, onRemove }: MergeFieldsProps) {
  const [asked, setAsked] = useState<Asked>(() => askedBy(value?.path ?? "contact.firstName"));
  const [fallback, setFallback] = useState(value?.fallback ?? "");
  const [tried, setTried] = useState(false);
  const path = pathFor(asked);
  const done = () => {
    setTried(true);
    if (path) onDone({ path, fallback });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in any of its fields is its button.
    <div
      className="flex flex-col gap-3"
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.target instanceof HTMLButtonElement) return;
        event.preventDefault();
        done();
      }}
    >
      <Field label="Fill in">
        <Select
          value={asked.source}
          options={SOURCES.map(({ value: source, label }) => ({ value: source, label }))}
          onChange={(event) => setAsked({ source: event.target.value as Source, name: "" })}
        />
      </Field>
      <SourceName asked={asked} change={setAsked} tried={tried} />
      <Field label="If it is not known, write" optional>
        <Input
          value={fallback}
          maxLength={200}
          placeholder={asked.source === "contact.firstName" ? "there" : ""}
          onChange={(event) => setFallback(event.target.value)}
        />
      </Field>
      <div className="flex items-center justify-between gap-2">
        {onRemove ? (
          <Button size="sm" variant="ghost" className="-ml-2 text-bad" onClick={onRemove}>
            Remove
          </Button>
        ) : (
          <span className="truncate text-xs text-ink-soft">{path ? `Shows [${mergeLabel(path)}]` : ""}</span>
        )}
        <Button size="sm" variant="primary" onClick={done}>
          {value ? "Done" : "Insert"}
        </Button>
      </div>
    </div>
  );
}

type SourceNameProps = { asked: Asked; change(asked: Asked): void; tried: boolean };

/** The name that a field or a property needs besides. */
export function SourceName({ asked, change, tried }: SourceNameProps) {
  const source = SOURCES.find((one) => one.value === asked.source);
  if (!source?.named) return null;
  const wrong = pathFor(asked) === null && (tried || asked.name !== "");
  const event = asked.source === "event";
  return (
    <Field
      label={event ? "Name of the property" : "Name of the field"}
      error={wrong ? "Letters, digits, _ and - only; a dot for what is inside something." : undefined}
      help={event ? "As the event sends it. A dot looks inside: cart.total" : "As it is called in Audience."}
    >
      <Input
        value={asked.name}
        maxLength={200}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={event ? "cart.total" : "plan"}
        onChange={(typed) => change({ ...asked, name: typed.target.value })}
      />
    </Field>
  );
}
