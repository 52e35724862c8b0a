"use client";

import type { ReactElement, ReactNode } from "react";
import { useState } from "react";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";

type ConfirmProps = {
  trigger: ReactElement;
  title: string;
  /** What it means for whom. */
  description: ReactNode;
  verb: string;
  act: () => Promise<Result<null>>;
  onDone: () => void;
};

/** Asks once more before something that cannot be undone. */
export function Confirm({ trigger, title, description, verb, act, onDone }: ConfirmProps) {
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function go() {
    setPending(true);
    setFailure(null);
    const done = await act().catch(() => null);
    setPending(false);
    if (!done?.ok) {
      setFailure(done?.message ?? "That did not work. Check your connection and try again.");
      return;
    }
    setOpen(false);
    onDone();
  }

  return (
    <Dialog
      trigger={trigger}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setFailure(null);
      }}
      size="sm"
      title={title}
      description={description}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="danger" pending={pending} onClick={go}>
            {verb}
          </Button>
        </>
      }
    >
      {failure ? (
        <Banner tone="bad" live>
          {failure}
        </Banner>
      ) : null}
    </Dialog>
  );
}
