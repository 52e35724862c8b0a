"use client";

import { useEffect, useState } from "react";
import type { TriggerSettings } from "@/lib/nodes/trigger/definition";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

export type FormProblem = { at: "email" | "form"; message: string };

type Props = {
  action: string;
  /** Makes the same page sent twice one submission. */
  submission: string;
  words: TriggerSettings["form"];
  consentRequired: boolean;
  /** What they are asked to agree to about opens; null: they are not asked. */
  measuring: string | null;
  problem: FormProblem | null;
  /** What they had written when it came back; null: it is new. */
  typed: { email: string; name: string; marketing?: "on" | undefined; measuring?: "on" | undefined } | null;
};

/** A hosted form as its reader sees it. It works without scripts; with them it also says the reader's time zone. */
export function OptInForm({ action, submission, words, consentRequired, measuring, problem, typed }: Props) {
  const [zone, setZone] = useState("");
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return (
    <form
      method="post"
      action={action}
      className="grid grid-cols-[minmax(0,1fr)] gap-5 rounded-xl border border-line bg-surface p-6"
    >
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold text-balance wrap-anywhere">{words.title || "Sign up"}</h1>
        {words.text ? (
          <p className="text-pretty whitespace-pre-line wrap-anywhere text-ink-soft">{words.text}</p>
        ) : null}
      </div>
      {problem?.at === "form" ? (
        <Banner tone="bad" live>
          {problem.message}
        </Banner>
      ) : null}
      <input type="hidden" name="submission" value={submission} />
      <input type="hidden" name="zone" value={zone} />
      {words.askName ? (
        <Field label="Name" optional>
          <Input
            name="name"
            defaultValue={typed?.name}
            autoComplete="name"
            maxLength={200}
            className="h-10"
          />
        </Field>
      ) : null}
      <Field label="Email" error={problem?.at === "email" ? problem.message : undefined} required>
        <Input
          name="email"
          type="email"
          defaultValue={typed?.email}
          autoFocus={problem?.at === "email"}
          autoComplete="email"
          maxLength={254}
          // A browser lets "me@home" pass, which no mail reaches: told here, nothing typed is lost.
          pattern="[^@\s]+@[^@\s]+\.[^@\s]+"
          title="An email address, for example ada@example.org"
          className="h-10"
        />
      </Field>
      <Agreement
        name="marketing"
        label={words.consent}
        required={consentRequired}
        ticked={typed?.marketing === "on"}
      />
      {measuring ? <Agreement name="measuring" label={measuring} ticked={typed?.measuring === "on"} /> : null}
      <Button type="submit" variant="primary" size="lg">
        <span className="truncate">{words.button || "Sign up"}</span>
      </Button>
    </form>
  );
}

/** A native box: it must post without scripts. */
function Agreement({
  name,
  label,
  required = false,
  ticked,
}: {
  name: string;
  label: string;
  required?: boolean;
  /** They had ticked it themselves, before it came back. */
  ticked: boolean;
}) {
  return (
    <label className="flex items-start gap-2.5 py-0.5 text-sm">
      <input
        type="checkbox"
        name={name}
        required={required}
        defaultChecked={ticked}
        className="mt-px size-4 shrink-0 accent-accent pointer-coarse:size-5"
      />
      <span className="min-w-0 text-pretty wrap-anywhere">{label}</span>
    </label>
  );
}
