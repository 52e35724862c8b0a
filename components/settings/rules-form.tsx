"use client";

import { type FormEvent, useState } from "react";
import type { MailRules } from "@/lib/mail/mail-rules";
import type { Result } from "@/lib/result";
import type { Weekday } from "@/lib/time/calendar";
import { useHydrated } from "../account/use-hydrated";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { DurationInput } from "../ui/duration-input";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { toast } from "../ui/toaster";
import { WeekdaysInput } from "../ui/weekdays-input";
import { RulesExample } from "./rules-example";

type RulesFormProps = {
  rules: MailRules;
  mayChange: boolean;
  save(rules: MailRules): Promise<Result<null>>;
};

const HOUR_MS = 3_600_000;
const OFFICE = { weekdays: [1, 2, 3, 4, 5] as Weekday[], from: "09:00", to: "17:00" };
const NIGHT = { from: "21:00", to: "08:00" };

/** Who gets marketing email, and when. What is switched off keeps what was typed until the page is left. */
export function RulesForm({ rules: saved, mayChange, save }: RulesFormProps) {
  const hydrated = useHydrated();
  const [rules, setRules] = useState(saved);
  const [kept, setKept] = useState({
    window: saved.window ?? OFFICE,
    quiet: saved.quiet ?? NIGHT,
    gapMs: saved.gapMs ?? 4 * HOUR_MS,
  });
  const [state, setState] = useState<"same" | "changed" | "saving" | "saved">("same");
  const [failure, setFailure] = useState<string | null>(null);

  const change = (more: Partial<MailRules>) => {
    setRules((now) => ({ ...now, ...more }));
    setKept((now) => ({
      window: more.window ?? now.window,
      quiet: more.quiet ?? now.quiet,
      gapMs: more.gapMs ?? now.gapMs,
    }));
    setState("changed");
  };

  async function send(event: FormEvent) {
    event.preventDefault();
    if (state === "saving") return;
    setState("saving");
    setFailure(null);
    const result = await save(rules).catch(() => null);
    if (result?.ok) {
      setState((now) => (now === "saving" ? "saved" : now));
      toast("Saved. Emails that were held are looked at again now.", { tone: "good", id: "settings" });
      return;
    }
    setState("changed");
    setFailure(result?.message ?? "This could not be saved. Check your connection and try again.");
  }

  const { window, quiet } = rules;
  return (
    <form method="post" onSubmit={send} className="flex flex-col gap-8">
      {mayChange ? null : <Banner>Only an owner or an editor of this workspace can change this.</Banner>}
      <fieldset disabled={!mayChange} className="flex min-w-0 flex-col gap-8">
        <Part title="Hours" about="By the reader’s own clock; where their time zone is not known, by yours.">
          <Checkbox
            label="Only in a send window"
            checked={window !== null}
            onCheckedChange={(on) => change({ window: on === true ? kept.window : null })}
          />
          {window ? (
            <div className="grid max-w-md gap-4 pl-6.5">
              <Field label="On these days">
                <WeekdaysInput
                  value={window.weekdays}
                  disabled={!mayChange}
                  onChange={(weekdays) => change({ window: { ...window, weekdays } })}
                />
              </Field>
              <FromTo
                what="Send window"
                value={window}
                onChange={(times) => change({ window: { ...window, ...times } })}
                help={window.from === window.to ? "The whole day." : undefined}
              />
            </div>
          ) : null}
          <Checkbox
            label="Quiet hours"
            help="Every day. Nothing that is marketing leaves in them."
            checked={quiet !== null}
            onCheckedChange={(on) => change({ quiet: on === true ? kept.quiet : null })}
          />
          {quiet ? (
            <div className="max-w-md pl-6.5">
              <FromTo
                what="Quiet hours"
                value={quiet}
                onChange={(times) => change({ quiet: { ...quiet, ...times } })}
              />
            </div>
          ) : null}
        </Part>
        <Part title="How much" about="To one person, from all funnels together. Empty: no limit.">
          <div className="grid max-w-md grid-cols-2 gap-4">
            <Most label="At most a day" value={rules.perDay} onChange={(perDay) => change({ perDay })} />
            <Most label="At most a week" value={rules.perWeek} onChange={(perWeek) => change({ perWeek })} />
          </div>
          <Checkbox
            label="Some time between two emails"
            checked={rules.gapMs !== null}
            onCheckedChange={(on) => change({ gapMs: on === true ? kept.gapMs : null })}
          />
          {rules.gapMs === null ? null : (
            <Field label="At least" className="max-w-md pl-6.5">
              <DurationInput
                value={rules.gapMs}
                min={60_000}
                max={7 * 24 * HOUR_MS}
                disabled={!mayChange}
                onChange={(gapMs) => change({ gapMs })}
              />
            </Field>
          )}
        </Part>
        <RulesExample rules={rules} />
        <Part
          title="Who"
          about="Marketing email goes to people who agreed to it, and to nobody who unsubscribed."
        >
          <Checkbox
            label="Customers, too"
            help="People who bought something and were never asked. Some countries allow it, within limits; ask somebody who knows."
            checked={rules.customers}
            onCheckedChange={(on) => change({ customers: on === true })}
          />
        </Part>
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

function Part({ title, about, children }: { title: string; about: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        <p className="max-w-prose text-sm text-pretty text-ink-soft">{about}</p>
      </div>
      {children}
    </section>
  );
}

type Times = { from: string; to: string };

function FromTo({
  what,
  value,
  onChange,
  help,
}: {
  what: string;
  value: Times;
  onChange(times: Partial<Times>): void;
  help?: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-2 gap-4">
        {(["from", "to"] as const).map((end) => (
          <Field key={end} label={end === "from" ? "From" : "To"}>
            <Input
              type="time"
              aria-label={`${what}: ${end}`}
              value={value[end]}
              required
              onChange={({ target }) => {
                if (target.value) onChange({ [end]: target.value.slice(0, 5) });
              }}
            />
          </Field>
        ))}
      </div>
      {help || value.to < value.from ? (
        <p className="text-sm text-ink-soft">{help ?? "Over midnight, to the next morning."}</p>
      ) : null}
    </div>
  );
}

function Most({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | null;
  onChange(most: number | null): void;
}) {
  return (
    <Field label={label}>
      <Input
        inputMode="numeric"
        autoComplete="off"
        placeholder="No limit"
        value={value ?? ""}
        onChange={({ target }) => {
          const digits = target.value.replace(/\D/g, "").slice(0, 4);
          onChange(digits === "" ? null : Number(digits));
        }}
      />
    </Field>
  );
}
