"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type NewFunnelProps = {
  make: (input: { name: string }) => Promise<Result<{ id: string }>>;
  /** "step": the title of a row in the first steps, which it covers. */
  look?: "button" | "step";
};

/** Asks for a name and opens the empty canvas. */
export function NewFunnel({ make, look = "button" }: NewFunnelProps) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();

  const submit = () =>
    start(async () => {
      try {
        const result = await make({ name });
        if (result.ok) router.push(`/funnels/${result.value.id}`);
        else setError(result.message);
      } catch {
        setError("The funnel was not made: the server could not be reached. Try again.");
      }
    });

  return (
    <Dialog
      title="New funnel"
      size="sm"
      trigger={
        look === "step" ? (
          <button type="button" className="text-left font-medium after:absolute after:inset-0">
            Your first funnel
          </button>
        ) : (
          <Button variant="primary">
            <Plus aria-hidden /> New funnel
          </Button>
        )
      }
      footer={
        <Button variant="primary" type="submit" form={`new-funnel-${look}`} pending={pending}>
          Create
        </Button>
      }
    >
      <form
        id={`new-funnel-${look}`}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name" error={error} required>
          <Input
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setError(undefined);
            }}
            maxLength={120}
            placeholder="Welcome series"
          />
        </Field>
      </form>
    </Dialog>
  );
}
