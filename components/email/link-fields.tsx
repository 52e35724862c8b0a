"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { isWebAddress, type LinkTarget } from "@/lib/mail/document";
import { SourceName } from "./merge-fields";
import { type Asked, askedBy, pathFor } from "./merge-source";

/** Where a link leads, as its author is typing it. */
export type LinkDraft = { kind: "address"; address: string } | { kind: "property"; asked: Asked };

export const draftOf = (target: LinkTarget): LinkDraft =>
  typeof target === "string"
    ? { kind: "address", address: target }
    : { kind: "property", asked: askedBy(target.path) };

/** What to store, or null while nothing usable is typed. "example.org" means its https address. */
export function targetOf(draft: LinkDraft): LinkTarget | null {
  if (draft.kind === "property") {
    const path = pathFor(draft.asked);
    return path ? { path } : null;
  }
  const typed = draft.address.trim();
  if (isWebAddress(typed) || /^(mailto|tel):\S+$/i.test(typed)) return typed;
  if (/^[^\s@/]+@[^\s@]+\.[^\s@]+$/.test(typed)) return `mailto:${typed}`;
  const guessed = `https://${typed}`;
  return /^[^\s:/]+\.[^\s]{2,}$/.test(typed) && isWebAddress(guessed) ? guessed : null;
}

type LinkFieldsProps = {
  draft: LinkDraft;
  change(draft: LinkDraft): void;
  tried: boolean;
  /** It stands where an item of a list is printed. */
  inList: boolean;
};

export function LinkFields({ draft, change, tried, inList }: LinkFieldsProps) {
  const source = draft.kind === "address" ? "address" : draft.asked.source;
  return (
    <>
      <Field label="Leads to">
        <Select
          value={source}
          options={[
            { value: "address", label: "A web address" },
            { value: "event", label: "A property of the event that started this" },
            { value: "field", label: "A field of the contact" },
            ...(inList || source === "item" ? [{ value: "item", label: "A property of the item" }] : []),
          ]}
          onChange={({ target: { value } }) =>
            change(
              value === "event" || value === "field" || value === "item"
                ? { kind: "property", asked: { source: value, name: "" } }
                : { kind: "address", address: "" },
            )
          }
        />
      </Field>
      {draft.kind === "address" ? (
        <Field
          label="Address"
          error={
            tried && targetOf(draft) === null
              ? "Write a full address, for example https://example.org/offer."
              : undefined
          }
        >
          <Input
            type="url"
            value={draft.address}
            maxLength={2048}
            spellCheck={false}
            placeholder="https://example.org/offer"
            onChange={(event) => change({ kind: "address", address: event.target.value })}
          />
        </Field>
      ) : (
        <SourceName
          asked={draft.asked}
          change={(asked) => change({ kind: "property", asked })}
          tried={tried}
        />
      )}
    </>
  );
}
