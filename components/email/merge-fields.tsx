"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { sayWhen } from "@/lib/flow/funnel-dates";
import { mergeLabel } from "@/lib/mail/document";
import { useDatesHere } from "./dates-here";
import { type Asked, askedBy, pathFor, SOURCES, type Source, sourcesFor } from "./merge-source";

export type MergeValue = { path: string; fallback: string; as: "money" | null };

type MergeFieldsProps = {
  /** What the chip holds now; null while a new one is made. */
  value: MergeValue | null;
  /** It stands where an item of a list is printed. */
  inList: boolean;
  onDone(value: MergeValue): void;
  onRemove?: () => void;
};

/** What a chip says, and what stands there for people about whom it is not known. */
export function MergeFields({ value, inList, onDone, onRemove }: MergeFieldsProps) {
  const [asked, setAsked] = useState<Asked>(() =>
    value ? askedBy(value.path) : inList ? { source: "item", name: "" } : askedBy("contact.firstName"),
  );
  const [fallback, setFallback] = useState(value?.fallback ?? "");
  const [money, setMoney] = useState(value?.as === "money");
  const [tried, setTried] = useState(false);
  const path = pathFor(asked);
  const named = SOURCES.find((source) => source.value === asked.source)?.named === true;
  const done = () => {
    setTried(true);
    if (path) onDone({ path, fallback, as: money && named && asked.source !== "date" ? "money" : null });
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
          options={sourcesFor({ inList: inList || asked.source === "item" }).map((source) => ({
            value: source.value,
            label: source.label,
          }))}
          onChange={(event) => setAsked({ source: event.target.value as Source, name: "" })}
        />
      </Field>
      <SourceName asked={asked} change={setAsked} tried={tried} />
      {named && asked.source !== "date" ? (
        <Checkbox
          checked={money}
          onCheckedChange={(checked) => setMoney(checked === true)}
          label="It is an amount of money"
          help="In cents, with the currency beside it: 4990 in EUR is printed as €49.90."
        />
      ) : null}
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

const NAMING = {
  event: {
    label: "Name of the property",
    help: "As the event sends it. A dot looks inside: cart.total",
    example: "cart.total",
  },
  item: {
    label: "Name of the property",
    help: "As each item has it. Leave it empty where the list holds plain words.",
    example: "price",
  },
  answer: {
    label: "Name in the answer",
    help: "As the service answers. A dot looks inside: customer.score",
    example: "score",
  },
  date: {
    label: "Name of the date",
    help: "As it is called among the dates of this funnel. It is printed by the reader’s clock.",
    example: "close",
  },
  field: { label: "Name of the field", help: "As it is called in Audience.", example: "plan" },
};

type SourceNameProps = { asked: Asked; change(asked: Asked): void; tried: boolean };

/** The name that a field or a property needs besides. */
export function SourceName({ asked, change, tried }: SourceNameProps) {
  const { dates } = useDatesHere();
  const source = SOURCES.find((one) => one.value === asked.source);
  if (!source?.named) return null;
  if (asked.source === "date" && dates.length > 0) {
    const known = dates.map((date) => ({ value: date.name, label: `${date.name}: ${sayWhen(date)}` }));
    const gone = asked.name !== "" && !dates.some(({ name }) => name === asked.name);
    return (
      <Field
        label="Which date"
        error={tried && asked.name === "" ? "Choose a date." : undefined}
        help="It is printed by the reader’s clock."
      >
        <Select
          value={asked.name}
          placeholder="Choose a date"
          options={gone ? [...known, { value: asked.name, label: asked.name }] : known}
          onChange={({ target }) => change({ ...asked, name: target.value })}
        />
      </Field>
    );
  }
  const wrong = pathFor(asked) === null && (tried || asked.name !== "");
  const { label, help, example } =
    NAMING[asked.source in NAMING ? (asked.source as keyof typeof NAMING) : "field"];
  return (
    <Field
      label={label}
      error={wrong ? "Letters, digits, _ and - only; a dot for what is inside something." : undefined}
      help={help}
    >
      <Input
        value={asked.name}
        maxLength={200}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={example}
        onChange={(typed) => change({ ...asked, name: typed.target.value })}
      />
    </Field>
  );
}
