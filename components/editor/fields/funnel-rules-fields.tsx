"use client";

import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import type { Flow } from "@/lib/flow/flow";
import { type FunnelRules, leaveWhen, MOST_LEAVE_EVENTS, NO_RULES } from "@/lib/flow/funnel-rules";
import { rule as ruleSchema } from "@/lib/rules/rule";
import { EventNameField } from "./event-name-field";
import { PropertyFilters } from "./property-filters";
import { PurchaseFields } from "./purchase-fields";
import { RuleFields } from "./rule-fields";

type FunnelRulesFieldsProps = { flow: Flow; readOnly: boolean; change(rules: FunnelRules): void };

/** What holds anywhere in a funnel: whom it is for, and what makes people leave early. */
export function FunnelRulesFields({ flow, readOnly, change }: FunnelRulesFieldsProps) {
  const rules = flow.rules ?? NO_RULES;
  const setting = { flow, readOnly };
  return (
    <section aria-label="Rules of this funnel" className="flex flex-col gap-4 border-t border-line pt-4">
      <div>
        <h3 className="text-sm font-semibold text-ink">Rules of this funnel</h3>
        <p className="text-sm text-pretty text-ink-soft">They hold for everybody in it, wherever they are.</p>
      </div>
      <WhoFields
        {...setting}
        label="Only people who …"
        value={rules.onlyIf}
        onChange={(onlyIf) => change({ ...rules, onlyIf })}
      />
      <WhoFields
        {...setting}
        label="Nobody who …"
        value={rules.except}
        onChange={(except) => change({ ...rules, except })}
      />
      {rules.onlyIf || rules.except ? (
        <p className="text-sm text-pretty text-ink-soft">
          Asked when somebody would enter, and again before each marketing email: whom it does not hold for
          any more does not get it.
        </p>
      ) : null}
      <LeaveFields flow={flow} readOnly={readOnly} rules={rules} change={change} />
    </section>
  );
}

function WhoFields(props: {
  label: string;
  value: FunnelRules["onlyIf"];
  flow: Flow;
  readOnly: boolean;
  onChange(rule: FunnelRules["onlyIf"]): void;
}) {
  const { label, value, flow, readOnly, onChange } = props;
  return (
    <Switched
      label={label}
      on={value !== null}
      readOnly={readOnly}
      onChange={(on) =>
        onChange(
          on
            ? ruleSchema.parse({ groups: [{ tests: [{ test: "purchased", since: { from: "ever" } }] }] })
            : null,
        )
      }
    >
      {value ? <RuleFields rule={value} flow={flow} readOnly={readOnly} atEntry onChange={onChange} /> : null}
    </Switched>
  );
}

function LeaveFields({ flow, readOnly, rules, change }: FunnelRulesFieldsProps & { rules: FunnelRules }) {
  const { leave } = rules;
  const put = (next: Partial<FunnelRules["leave"]>) => change({ ...rules, leave: { ...leave, ...next } });
  const putEvent = (at: number, event: FunnelRules["leave"]["events"][number] | null) =>
    put({ events: leave.events.flatMap((one, index) => (index !== at ? [one] : event ? [event] : [])) });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="text-sm font-medium text-ink">People leave early when</legend>
      <p className="text-sm text-pretty text-ink-soft">
        their address bounces, or they report your mail as spam: always. Whoever unsubscribes leaves when only
        marketing email is left.
      </p>
      <Switched
        label="they buy"
        on={leave.purchased !== null}
        readOnly={readOnly}
        onChange={(on) => put({ purchased: on ? leaveWhen.parse({ purchased: {} }).purchased : null })}
      >
        {leave.purchased ? (
          <PurchaseFields
            value={leave.purchased}
            change={(purchased) => put({ purchased })}
            readOnly={readOnly}
          />
        ) : null}
      </Switched>
      {leave.events.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no names of their own; their fields are controlled.
        <fieldset key={index} className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3">
          <legend className="sr-only">Event {index + 1}</legend>
          <div className="flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <EventNameField
                label="this happens"
                help="For example call.booked or mail.replied"
                value={one.event}
                readOnly={readOnly}
                onChange={(event) => putEvent(index, { ...one, event })}
              />
            </div>
            {readOnly ? null : (
              <IconButton label={`Remove event ${index + 1}`} size="sm" onClick={() => putEvent(index, null)}>
                <X />
              </IconButton>
            )}
          </div>
          <PropertyFilters
            filters={one.where}
            readOnly={readOnly}
            change={(where) => putEvent(index, { ...one, where })}
          />
        </fieldset>
      ))}
      {readOnly || leave.events.length >= MOST_LEAVE_EVENTS ? null : (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 self-start text-accent"
          onClick={() => put({ events: [...leave.events, { event: "", where: [] }] })}
        >
          <Plus aria-hidden />
          {leave.events.length === 0 ? "Leave when something happens, too" : "Another event"}
        </Button>
      )}
      {flow.entry.rule === "per-key" && (leave.purchased || leave.events.length > 0) ? (
        <p className="text-sm text-pretty text-ink-soft">
          Each “{flow.entry.property}” by itself: what is about another one makes nobody leave, what does not
          say which makes all of theirs end.
        </p>
      ) : null}
    </fieldset>
  );
}

/** A rule that is off, or on with its fields under it. */
function Switched(props: {
  label: string;
  on: boolean;
  readOnly: boolean;
  onChange(on: boolean): void;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-3">
      <Checkbox
        label={props.label}
        checked={props.on}
        disabled={props.readOnly}
        onCheckedChange={(on) => props.onChange(on === true)}
      />
      {props.on ? (
        <div className="flex flex-col gap-3 border-l-2 border-line pl-3">{props.children}</div>
      ) : null}
    </div>
  );
}
