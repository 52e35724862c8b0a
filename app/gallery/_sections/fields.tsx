"use client";

import { Search } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MoneyInput } from "@/components/ui/money-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { WeekdaysInput } from "@/components/ui/weekdays-input";

const day = 86_400_000;

export function Fields() {
  const [wait, setWait] = useState(2 * day);
  const [days, setDays] = useState([1, 2, 3, 4, 5]);
  const [price, setPrice] = useState<number | null>(123_450);
  return (
    <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
      <div className="flex flex-col gap-5">
        <Field label="Subject" help="What people see first in their inbox." aside="38 of 120">
          <Input defaultValue="Your seat is saved: Frühlingskurs für Anfänger" />
        </Field>
        <Field label="Reply-to" optional error="This is no email address. Write it like anna@example.org.">
          <Input defaultValue="anna@" type="email" />
        </Field>
        <Field label="Search people" hideLabel>
          <Input prefix={<Search />} placeholder="Search by name or email" type="search" />
        </Field>
        <Field label="Sender" required>
          <Select
            placeholder="Choose a sender"
            defaultValue=""
            options={[
              { value: "a", label: "Anna Weber <anna@example.org>" },
              { value: "b", label: "田中さくら <sakura@example.org>" },
            ]}
          />
        </Field>
        <Field label="Note">
          <Textarea defaultValue="Ask Jonas for the recording before the second email goes out." />
        </Field>
        <Field label="Workspace address" help="Set by the owner.">
          <Input disabled defaultValue="Lindenstraße 12, 10969 Berlin" />
        </Field>
      </div>
      <div className="flex flex-col gap-5">
        <Field label="Wait for" help={`Milliseconds kept: ${wait}`}>
          <DurationInput value={wait} onChange={setWait} seconds />
        </Field>
        <Field label="On">
          <WeekdaysInput value={days} onChange={setDays} />
        </Field>
        <Field label="Price" help={`Cents kept: ${price ?? "none"}`}>
          <MoneyInput value={price} onChange={setPrice} currency="EUR" />
        </Field>
        <Field label="Who comes in">
          <RadioGroup
            defaultValue="once"
            options={[
              { value: "once", label: "Each person once" },
              {
                value: "again",
                label: "Again after it ended",
                help: "A person may go through as often as they sign up.",
              },
              { value: "closed", label: "Nobody new", disabled: true },
            ]}
          />
        </Field>
        <Field label="People on a changed step">
          <RadioGroup
            look="cards"
            defaultValue="move"
            options={[
              { value: "move", label: "Move along", help: "38 people go on with the new version." },
              {
                value: "stay",
                label: "Finish on the old version",
                help: "They still get the emails they were due.",
              },
            ]}
          />
        </Field>
        <Checkbox label="Send on weekdays only" help="In each person’s own time zone." defaultChecked />
        <Checkbox label="Some are selected" checked="indeterminate" />
        <Switch label="Hold all sending" help="Stops this workspace within five seconds." />
        <Switch label="Track clicks" defaultChecked />
      </div>
    </div>
  );
}
