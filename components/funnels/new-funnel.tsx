"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** Asks for a name and opens the empty canvas. */
export function NewFunnel({ make }: { make: (input: { name: string }) => Promise<Result<{ id: string }>> }) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();

  const submit = () =>
    start(async () => {
      const result = await make({ name });
      if (result.ok) router.push(`/funnels/${result.value.id}`);
      else setError(result.message);
    });

  return (
    <Dialog
      title="New funnel"
      size="sm"
      trigger={
        <Button variant="primary">
          <Plus aria-hidden /> New funnel
        </Button>
      }
      footer={
        <Button variant="primary" type="submit" form="new-funnel" pending={pending}>
          Create
        </Button>
      }
    >
      <form
        id="new-funnel"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" error={error} required>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={120}
            placeholder="Welcome series"
          />
        </Field>
      </form>
    </Dialog>
  );
}
