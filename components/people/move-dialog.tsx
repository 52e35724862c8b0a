"use client";

import { type ReactElement, useState } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { people } from "./say-outcome";

type MoveDialogProps = {
  trigger: ReactElement;
  /** How many are moved. */
  count: number;
  steps: readonly { id: string; name: string }[];
  onMove(to: { id: string; name: string }): void;
};

/** Asks for the step. Mail they have not got yet from where they are now is cancelled by it. */
export function MoveDialog({ trigger, count, steps, onMove }: MoveDialogProps) {
  const [open, setOpen] = useState(false);
  const [to, setTo] = useState("");
  const step = steps.find(({ id }) => id === to);
  const move = () => {
    if (!step) return;
    setOpen(false);
    onMove(step);
  };
  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={(now) => {
        setOpen(now);
        if (now) setTo("");
      }}
      size="sm"
      title={count === 1 ? "Move to a step" : `Move ${people(count)} to a step`}
      description="They walk on from there, also over steps they have been through, and get those emails again. What waits to be sent where they are now is cancelled."
      footer={
        <Button variant="primary" disabled={!step} onClick={move}>
          Move
        </Button>
      }
    >
      <Field label="Step">
        <Select
          value={to}
          onChange={(event) => setTo(event.target.value)}
          placeholder="Choose a step"
          options={steps.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    </Dialog>
  );
}
