"use client";

import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { FormProps } from "../form-props";
import { ChangeFields } from "./change-fields";
import { type ContactChange, MOST_CHANGES } from "./settings";

export function UpdateContactForm({ settings, change, readOnly }: FormProps<"update-contact">) {
  const { changes } = settings;
  const put = (next: ContactChange[]) => change({ ...settings, changes: next });
  return (
    <>
      <p className="text-sm text-pretty text-ink-soft">
        Done the moment somebody comes here. What is so already stays as it is. Tags and fields can be asked
        about later, and can start other funnels.
      </p>
      {changes.map((one, at) => (
        <ChangeFields
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no name of their own, and are only told apart by their place
          key={at}
          number={at + 1}
          value={one}
          readOnly={readOnly}
          onChange={(next) => put(changes.map((other, index) => (index === at ? next : other)))}
          onRemove={changes.length > 1 ? () => put(changes.filter((_, index) => index !== at)) : undefined}
        />
      ))}
      {changes.length < MOST_CHANGES && !readOnly ? (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 self-start text-accent"
          onClick={() => put([...changes, { do: "add-tag", tag: "" }])}
        >
          <Plus aria-hidden />
          Change one more thing
        </Button>
      ) : null}
    </>
  );
}
