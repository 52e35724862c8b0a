"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { LONGEST_NAME } from "@/lib/flow/copy-name";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { FunnelActions } from "./funnel-actions";

type RenameDialogProps = {
  funnel: { id: string; name: string };
  rename: FunnelActions["rename"];
  onClose: () => void;
};

/** Open as long as it is there. */
export function RenameDialog({ funnel, rename, onClose }: RenameDialogProps) {
  const router = useRouter();
  const [name, setName] = useState(funnel.name);
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();
  const form = `rename-${funnel.id}`;

  const submit = () =>
    start(async () => {
      let trouble = "The name was not changed: the server could not be reached. Try again.";
      try {
        const result = await rename({ funnelId: funnel.id, name });
        if (result.ok) {
          router.refresh();
          onClose();
          return;
        }
        trouble = result.message;
      } catch {}
      setError(trouble);
    });

  return (
    <Dialog
      title="Rename funnel"
      size="sm"
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      footer={
        <Button variant="primary" type="submit" form={form} pending={pending}>
          Rename
        </Button>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" error={error} required>
          <Input
            value={name}
            maxLength={LONGEST_NAME}
            onFocus={(event) => event.target.select()}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
