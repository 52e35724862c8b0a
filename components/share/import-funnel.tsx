"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import { aboutFlow } from "@/lib/templates/about";
import type { SharedTemplate } from "@/lib/templates/share";
import { FORMAT, LARGEST_FILE, readTemplateFile, tooLarge, VERSION } from "@/lib/templates/template-file";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { Dialog } from "../ui/dialog";

type Read = { template: SharedTemplate; about: string };

type ImportFunnelProps = {
  /** Reads the file again and makes a draft of it. */
  make: (input: { file: unknown }) => Promise<Result<{ id: string }>>;
};

/** Takes a file that was saved from a funnel, shows what is in it, and makes a draft of it. */
export function ImportFunnel({ make }: ImportFunnelProps) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [read, setRead] = useState<Read | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [pending, start] = useTransition();

  const take = async (file: File | undefined) => {
    if (!file) return;
    setRead(null);
    const result = await readFile(file);
    setTrouble(result.ok ? null : result.message);
    if (!result.ok) return;
    const template = result.value;
    setRead({ template, about: aboutFlow(template.flow, Date.now()) });
  };
  const submit = () =>
    start(async () => {
      if (!read) return;
      try {
        const made = await make({ file: { format: FORMAT, version: VERSION, ...read.template } });
        if (made.ok) router.push(`/funnels/${made.value.id}`);
        else setTrouble(made.message);
      } catch {
        setTrouble("The draft was not made: the server could not be reached. Try again.");
      }
    });

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setRead(null);
        setTrouble(null);
      }}
      title="Import a file"
      description="A funnel that somebody has saved as a file becomes a draft here. Nobody enters before you publish it."
      trigger={
        <Button>
          <FileUp aria-hidden /> Import a file
        </Button>
      }
      footer={
        <Button variant="primary" disabled={!read} pending={pending} onClick={submit}>
          Make a draft
        </Button>
      }
    >
      <DropPlace small={read !== null} onFile={(file) => void take(file)} />
      {trouble ? (
        <Banner tone="bad" live>
          {trouble}
        </Banner>
      ) : null}
      {read ? (
        <section
          aria-label="What is in it"
          aria-live="polite"
          className="rounded-lg border border-line px-4 py-3"
        >
          <h3 className="font-medium wrap-anywhere">{read.template.name}</h3>
          <p className="text-sm text-pretty text-ink-soft">{read.about}</p>
        </section>
      ) : null}
    </Dialog>
  );
}

/** A file is dropped here, or chosen by pressing it. */
function DropPlace({ small, onFile }: { small: boolean; onFile: (file: File | undefined) => void }) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex cursor-pointer flex-col items-center justify-center gap-1 rounded-lg border border-dashed px-4 text-center transition-colors hover:border-accent",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        small ? "py-3" : "py-8",
        over ? "border-accent bg-accent-soft" : "border-line-strong",
      )}
    >
      <input
        type="file"
        accept=".json,application/json"
        aria-label="File of a funnel"
        className="sr-only"
        onChange={(event) => {
          onFile(event.target.files?.[0]);
          // The same file may be chosen again after it was mended.
          event.target.value = "";
        }}
      />
      <span className="font-medium">
        {small ? (
          "Another file"
        ) : (
          <>
            <span className="pointer-coarse:hidden">Drop the file here, or choose it</span>
            <span className="hidden pointer-coarse:inline">Choose the file</span>
          </>
        )}
      </span>
      {small ? null : <span className="text-sm text-ink-soft">It was made with “Save as file”.</span>}
    </label>
  );
}

async function readFile(file: File) {
  try {
    // A film that was chosen by mistake is not read.
    return file.size > LARGEST_FILE ? tooLarge() : readTemplateFile(await file.text());
  } catch {
    return { ok: false as const, message: "The file could not be read. Choose it again." };
  }
}
