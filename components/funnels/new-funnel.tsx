"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import type { Own } from "@/lib/templates/own";
import type { Template } from "@/lib/templates/template";
import { FlowPicture } from "../templates/flow-picture";
import { OwnWords, ownOf, type Typed } from "../templates/own-words";
import { StartingPoints } from "../templates/starting-points";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

export type MakeFunnel = (input: {
  name: string;
  template?: { id: string; own: Own };
}) => Promise<Result<{ id: string }>>;

type NewFunnelProps = {
  make: MakeFunnel;
  /** What is known of the business already. */
  own: Typed;
  /**
   * "button" and "step" (the title of a row in the first steps, which it covers) ask what to begin with; "page" has
   * that choice on the page itself.
   */
  look?: "button" | "step" | "page";
};

/** From what to begin with over its name to the canvas. */
export function NewFunnel({ make, own, look = "button" }: NewFunnelProps) {
  const [open, setOpen] = useState(false);
  /** Null is the empty canvas; undefined: nothing is chosen yet. */
  const [choice, setChoice] = useState<Template | null | undefined>();
  const begin = (next: Template | null | undefined) => {
    setChoice(next);
    setOpen(true);
  };
  return (
    <>
      {look === "page" ? (
        <StartingPoints onChoose={begin} />
      ) : look === "step" ? (
        <button
          type="button"
          onClick={() => begin(undefined)}
          className="text-left font-medium after:absolute after:inset-0"
        >
          Your first funnel
        </button>
      ) : (
        <Button variant="primary" onClick={() => begin(undefined)}>
          <Plus aria-hidden /> New funnel
        </Button>
      )}
      {choice === undefined ? (
        <Dialog
          open={open}
          onOpenChange={setOpen}
          size="lg"
          title="New funnel"
          description="Begin with a complete sequence and change its words, or with an empty canvas."
        >
          <StartingPoints onChoose={setChoice} />
        </Dialog>
      ) : (
        <NameFunnel
          key={choice?.id ?? "blank"}
          template={choice}
          own={own}
          make={make}
          open={open}
          setOpen={setOpen}
          back={look === "page" ? undefined : () => setChoice(undefined)}
        />
      )}
    </>
  );
}

type NameFunnelProps = {
  template: Template | null;
  own: Typed;
  make: MakeFunnel;
  open: boolean;
  setOpen(open: boolean): void;
  back: (() => void) | undefined;
};

function NameFunnel({ template, own, make, open, setOpen, back }: NameFunnelProps) {
  const router = useRouter();
  const id = useId();
  const [name, setName] = useState(template?.name ?? "");
  const [typed, setTyped] = useState(own);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();
  const words = template ? ownOf(typed, template.usesSite) : null;
  const nameless = name.trim() === "";

  const submit = () => {
    setTried(true);
    if (nameless || (template && !words)) return;
    start(async () => {
      try {
        const result = await make(
          template && words ? { name, template: { id: template.id, own: words } } : { name },
        );
        if (result.ok) router.push(`/funnels/${result.value.id}`);
        else setError(result.message);
      } catch {
        setError("The funnel was not made: the server could not be reached. Try again.");
      }
    });
  };

  const fields = (
    <form
      id={id}
      className="flex min-w-0 flex-1 flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        label="Name"
        error={error ?? (tried && nameless ? "Give the funnel a name." : undefined)}
        help={template ? "Only you see it." : undefined}
        required
      >
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
      {template ? (
        <OwnWords typed={typed} change={setTyped} usesSite={template.usesSite} tried={tried} />
      ) : null}
    </form>
  );

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size={template ? "md" : "sm"}
      title={template?.name ?? "Blank canvas"}
      description={template?.about}
      footer={
        <>
          {back ? (
            <Button variant="ghost" className="mr-auto -ml-2" onClick={back}>
              Back
            </Button>
          ) : null}
          <Button variant="primary" type="submit" form={id} pending={pending}>
            Create
          </Button>
        </>
      }
    >
      {template ? (
        <div className="flex gap-6">
          {fields}
          <div className="flex h-64 w-40 shrink-0 justify-center overflow-hidden rounded-lg bg-paper mask-b-from-70% max-sm:hidden">
            <FlowPicture flow={template.flow({ business: "–", site: null })} className="mt-4 shrink-0" />
          </div>
        </div>
      ) : (
        fields
      )}
    </Dialog>
  );
}
