"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import type { Result } from "@/lib/result";
import { useHydrated } from "../account/use-hydrated";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { toast } from "../ui/toaster";

type SettingsFormProps = {
  /** Says what only an owner may do when false, and locks the fields. */
  mayChange: boolean;
  save: (values: Record<string, string>) => Promise<Result<null>>;
  /** Names of problems that a field shows itself. */
  ownProblems?: readonly string[];
  onProblem?: (problem: { problem: string; message: string } | null) => void;
  children: ReactNode;
};

/** A part of the settings with its Save button: what is unsaved, what was saved and what went wrong is said. */
export function SettingsForm({ mayChange, save, ownProblems = [], onProblem, children }: SettingsFormProps) {
  const hydrated = useHydrated();
  const [state, setState] = useState<"same" | "changed" | "saving" | "saved">("same");
  const [failure, setFailure] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (state === "saving") return;
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) values[name] = String(value);
    setState("saving");
    setFailure(null);
    onProblem?.(null);
    const saved = await save(values).catch(() => null);
    if (saved?.ok) {
      // What was typed while it was being saved is not saved.
      setState((now) => (now === "saving" ? "saved" : now));
      toast("Saved", { tone: "good", id: "settings" });
      return;
    }
    setState("changed");
    if (saved && ownProblems.includes(saved.problem)) onProblem?.(saved);
    else setFailure(saved?.message ?? "This could not be saved. Check your connection and try again.");
  }

  return (
    <form method="post" onSubmit={send} onChange={() => setState("changed")} className="flex flex-col gap-6">
      {mayChange ? null : <Banner>Only an owner of this workspace can change this.</Banner>}
      <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-6">
        {children}
      </fieldset>
      {failure ? (
        <Banner tone="bad" live>
          {failure}
        </Banner>
      ) : null}
      {mayChange ? (
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" pending={state === "saving"} disabled={!hydrated}>
            Save
          </Button>
          <span role="status" className="text-sm text-ink-soft">
            {state === "changed" ? "Not saved yet" : state === "saved" ? "Saved" : ""}
          </span>
        </div>
      ) : null}
    </form>
  );
}
