"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ClosingFields } from "./closing-fields";
import { type LinkDraft, leadsTo, mayClose } from "./link-draft";
import { SourceName } from "./merge-fields";

type LinkFieldsProps = {
  draft: LinkDraft;
  change(draft: LinkDraft): void;
  tried: boolean;
  /** It stands where an item of a list is printed. */
  inList: boolean;
};

export function LinkFields({ draft, change, tried, inList }: LinkFieldsProps) {
  const source = draft.kind === "address" ? "address" : draft.asked.source;
  const { closes } = draft;
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
                ? { kind: "property", asked: { source: value, name: "" }, closes }
                : { kind: "address", address: "", closes },
            )
          }
        />
      </Field>
      {draft.kind === "address" ? (
        <Field
          label="Address"
          error={
            tried && leadsTo(draft) === null
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
            onChange={(event) => change({ kind: "address", address: event.target.value, closes })}
          />
        </Field>
      ) : (
        <SourceName
          asked={draft.asked}
          change={(asked) => change({ kind: "property", asked, closes })}
          tried={tried}
        />
      )}
      {mayClose(draft) ? (
        <ClosingFields closes={closes} change={(next) => change({ ...draft, closes: next })} tried={tried} />
      ) : null}
    </>
  );
}
