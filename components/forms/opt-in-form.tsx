"use client";

import { useEffect, useState } from "react";
import type { TriggerSettings } from "@/lib/nodes/trigger/definition";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

type Props = {
  action: string;
  /** Makes the same page sent twice one submission. */
  submission: string;
  words: TriggerSettings["form"];
  consentRequired: boolean;
  asksToMeasure: boolean;
  problem: string | null;
};

/** A hosted form as its reader sees it. It works without scripts; with them it also says the reader's time zone. */
export function OptInForm({ action, submission, words, consentRequired, asksToMeasure, problem }: Props) {
  const [zone, setZone] = useState("");
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
  return (
    <form method="post" action={action} className="grid gap-4">
      <h1 className="text-xl font-semibold text-balance">{words.title}</h1>
      {words.text ? <p className="whitespace-pre-line text-ink-soft">{words.text}</p> : null}
      {problem ? (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      ) : null}
      <input type="hidden" name="submission" value={submission} />
      <input type="hidden" name="zone" value={zone} />
      {words.askName ? (
        <Field label="Name" optional>
          <Input name="name" autoComplete="name" maxLength={200} />
        </Field>
      ) : null}
      <Field label="Email" required>
        <Input name="email" type="email" autoComplete="email" maxLength={254} />
      </Field>
      <Agreement name="marketing" label={words.consent} required={consentRequired} />
      {asksToMeasure ? <Agreement name="measuring" label="You may see whether I open your emails." /> : null}
      <Button type="submit" variant="primary" size="lg">
        {words.button}
      </Button>
    </form>
  );
}

/** A native box: it must post without scripts. */
function Agreement({ name, label, required = false }: { name: string; label: string; required?: boolean }) {
  return (
    <label className="flex items-start gap-2 text-sm">
      <input type="checkbox" name={name} required={required} className="mt-0.5 size-4 accent-accent" />
      <span>{label}</span>
    </label>
  );
}
