"use client";

import { type ReactElement, useId, useState } from "react";
import type { Flow } from "@/lib/flow/flow";
import type { Template } from "@/lib/templates/template";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { OwnWords, ownOf, type Typed } from "./own-words";

type UseTemplateProps = {
  template: Template;
  /** What is known of the business already. */
  own: Typed;
  trigger: ReactElement;
  onUse(flow: Flow): void;
};

/** Asks what the template says about the business, and hands over its drawing. */
export function UseTemplate({ template, own, trigger, onUse }: UseTemplateProps) {
  const id = useId();
  const [typed, setTyped] = useState(own);
  const [tried, setTried] = useState(false);
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="sm"
      trigger={trigger}
      title={template.name}
      description={template.about}
      footer={
        <Button variant="primary" type="submit" form={id}>
          Put it on the canvas
        </Button>
      }
    >
      <form
        id={id}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          const words = ownOf(typed, template.usesSite);
          if (!words) return;
          setOpen(false);
          onUse(template.flow(words));
        }}
      >
        <OwnWords typed={typed} change={setTyped} usesSite={template.usesSite} tried={tried} />
      </form>
    </Dialog>
  );
}
