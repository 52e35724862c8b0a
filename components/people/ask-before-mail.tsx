"use client";

import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { sayMails, sayRefused } from "./say-outcome";
import type { Asking } from "./use-hand";

/** Says who would be mailed at once, and waits for a yes. */
export function AskBeforeMail({ asking, no }: { asking: Asking | null; no: () => void }) {
  const [first = "", ...rest] = asking ? sayMails(asking.outcome.mails) : [];
  const refused = asking ? sayRefused(asking.outcome) : [];
  return (
    <Dialog
      open={asking !== null}
      onOpenChange={(open) => {
        if (!open) no();
      }}
      title={first.replace(/\.$/, "")}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" onClick={asking?.go}>
            {asking?.verb}
          </Button>
        </>
      }
    >
      <div className="grid gap-2 text-base text-pretty text-ink-soft">
        {[...rest, ...refused].map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p>What is sent cannot be taken back.</p>
      </div>
    </Dialog>
  );
}
