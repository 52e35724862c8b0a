"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { useHydrated } from "./use-hydrated";

type AccountFormProps = {
  /** Verb on the button. */
  verb: string;
  /** Returns a sentence when it did not work, null when it did (and the page is about to change). */
  submit: (values: Record<string, string>) => Promise<string | null>;
  children?: ReactNode;
};

/** Fields, one button, and above it what went wrong. What was typed stays. */
export function AccountForm({ verb, submit, children }: AccountFormProps) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) values[name] = String(value);
    setPending(true);
    setProblem(null);
    const failure = await submit(values).catch(
      () => "The app could not be reached. Check your connection and try again.",
    );
    setProblem(failure);
    // After success the next page is on its way; the button stays busy until it is there.
    if (failure !== null) setPending(false);
  }

  return (
    // Post, so that a password never stands in an address, whatever happens to the script.
    <form method="post" onSubmit={send} className="flex flex-col gap-4">
      {children}
      {problem ? (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      ) : null}
      <Button type="submit" variant="primary" size="lg" pending={pending} disabled={!hydrated}>
        {verb}
      </Button>
    </form>
  );
}
