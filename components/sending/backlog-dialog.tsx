"use client";

import { useState } from "react";
import type { Backlog, BacklogChoice } from "@/lib/mail/backlog";
import { sayMoment } from "@/lib/time/moment";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { RadioGroup, type RadioOption } from "../ui/radio-group";

export const isEmpty = ({ mails, people }: Backlog): boolean => mails + people === 0;

type BacklogDialogProps = {
  /** Null: it is closed. */
  backlog: Backlog | null;
  title: string;
  /** Waits can have ended meanwhile: those of a paused funnel, whose people did not move. */
  waits: boolean;
  go(choice: BacklogChoice): Promise<string | null>;
  close(): void;
};

const count = (n: number, one: string, many: string) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** Says what has come together, and asks what to do with it. `go` answers what went wrong, or null. */
export function BacklogDialog({ backlog, title, waits, go, close }: BacklogDialogProps) {
  return (
    <Dialog
      open={backlog !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={title}
    >
      {backlog ? <Choices backlog={backlog} waits={waits} go={go} close={close} /> : null}
    </Dialog>
  );
}

function Choices({
  backlog,
  waits,
  go,
  close,
}: Pick<BacklogDialogProps, "waits" | "go" | "close"> & { backlog: Backlog }) {
  const [chosen, setChosen] = useState<BacklogChoice["do"]>(backlog.late > 0 ? "spread" : "send");
  const [days, setDays] = useState("3");
  const [hours, setHours] = useState("24");
  const [pending, setPending] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  // Whoever lets all sending go on ends the hold by that; whoever resumes one funnel does not.
  const held = waits && backlog.allHeld;

  const options: RadioOption[] = [
    {
      value: "send",
      label: held ? "Send all of it" : "Send now",
      help: `All of it, however old, ${held ? "as soon as you send again and " : ""}as fast as your provider and your rules allow.`,
    },
    {
      value: "spread",
      label: "Spread it",
      help: "All of it, evenly, so that it does not all arrive at once.",
      more: <Amount label="Over how many days" value={days} onChange={setDays} suffix="days" />,
    },
    {
      value: "skip",
      label: "Skip what is old",
      help: held
        ? "The rest goes when you send again. What is skipped then is skipped, and its people go on to the next step."
        : "The rest goes now. Whose email is skipped goes on to the next step.",
      more: <Amount label="Older than" value={hours} onChange={setHours} suffix="hours" />,
    },
    ...(waits
      ? [
          {
            value: "restart",
            label: "Start the waits over",
            help: `Whose wait ended meanwhile waits again from now. Email that was due before goes ${held ? "when you send again" : "now"}, unless it is more than a day late: that waits for you in Results.`,
          },
        ]
      : []),
  ];

  const run = async () => {
    const choice: BacklogChoice =
      chosen === "spread"
        ? { do: "spread", days: Number(days) }
        : chosen === "skip"
          ? { do: "skip", hours: Number(hours) }
          : { do: chosen };
    setPending(true);
    setTrouble(null);
    setTrouble(await go(choice));
    setPending(false);
  };

  return (
    <>
      <Summary backlog={backlog} />
      {held ? (
        <Banner tone="attention" title="All sending is held, and stays so">
          People move on, and no email leaves before you send again. You are asked about it once more then,
          and that answer holds.
        </Banner>
      ) : null}
      <Field label="What should become of it?">
        <RadioGroup
          look="cards"
          options={options}
          value={chosen}
          onValueChange={(value) => setChosen(value as BacklogChoice["do"])}
        />
      </Field>
      {trouble ? (
        <Banner tone="bad" live>
          {trouble}
        </Banner>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>Not yet</Button>
        <Button variant="primary" pending={pending} onClick={() => void run()}>
          {chosen === "send" && !held ? "Send now" : chosen === "restart" ? "Start over" : "Go on"}
        </Button>
      </div>
    </>
  );
}

function Summary({ backlog: { mails, late, byRules, people, since } }: { backlog: Backlog }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const parts = [
    mails > 0 ? `${count(mails, "email is", "emails are")} due` : "",
    people > 0 ? `the wait of ${count(people, "person", "people")} has ended` : "",
  ].filter(Boolean);
  const sentence = parts.join(", and ");
  return (
    <p className="text-base text-pretty text-ink">
      {sentence.charAt(0).toUpperCase() + sentence.slice(1)}
      {since === null ? "" : `, the first since ${sayMoment(since, { now: Date.now(), zone })}`}.
      {late > 0 ? ` ${count(late, "email is", "emails are")} more than a day late.` : ""}
      {byRules > 0
        ? ` ${mails > 0 ? count(byRules, "more email waits", "more emails wait") : count(byRules, "email waits", "emails wait")} for the hours and limits of your rules, and ${byRules === 1 ? "goes" : "go"} then, whatever you choose here.`
        : ""}
    </p>
  );
}

function Amount({
  label,
  value,
  onChange,
  suffix,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  suffix: string;
}) {
  return (
    <Field label={label} className="w-40">
      <Input
        inputMode="numeric"
        autoComplete="off"
        value={value}
        suffix={suffix}
        className="pr-14"
        onChange={({ target }) => onChange(target.value.replace(/\D/g, "").slice(0, 3))}
      />
    </Field>
  );
}
