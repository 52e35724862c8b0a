"use client";

import type { Affected } from "@/lib/flow/affected";
import type { Flow } from "@/lib/flow/flow";
import { type Choice, canBeTakenTo, type MovePlan } from "@/lib/flow/move-plan";
import { nameOf } from "@/lib/flow/names";
import { Field } from "../ui/field";
import { Select } from "../ui/select";

type PublishPeopleProps = {
  steps: readonly Affected[];
  /** The drawing that is published. */
  after: Flow;
  plan: MovePlan;
  onPlan(plan: MovePlan): void;
};

/** The people at steps that are changed or gone, and what becomes of them. */
export function PublishPeople({ steps, after, plan, onPlan }: PublishPeopleProps) {
  return (
    <section aria-label="People at these steps" className="flex flex-col gap-3">
      <h3 className="text-sm font-medium text-ink">People at these steps</h3>
      {steps.map((step) => (
        <div key={step.nodeId} className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-3">
          <Field label={headOf(step)} help={helpOf(step, plan[step.nodeId], after)}>
            <Select
              value={optionOf(plan[step.nodeId] ?? defaultFor(step))}
              onChange={(event) => onPlan({ ...plan, [step.nodeId]: choiceOf(event.target.value) })}
            >
              {step.is === "changed" ? <option value="along">They go on here</option> : null}
              {step.is === "changed" && step.lasts ? (
                <option value="anew">They begin this step anew</option>
              ) : null}
              <option value="stay">{`They finish on ${versionsOf(step)}`}</option>
              <option value="leave">They leave the funnel</option>
              <optgroup label="To another step">
                {after.nodes
                  .filter(({ id }) => id !== step.nodeId && canBeTakenTo(after, id))
                  .map(({ id }) => (
                    <option key={id} value={`move ${id}`}>
                      {`They move to “${nameOf(after, id)}”`}
                    </option>
                  ))}
              </optgroup>
            </Select>
          </Field>
        </div>
      ))}
    </section>
  );
}

const defaultFor = ({ is }: Affected): Choice => ({ do: is === "changed" ? "along" : "stay" });

const optionOf = (choice: Choice): string => (choice.do === "move" ? `move ${choice.to}` : choice.do);

function choiceOf(value: string): Choice {
  if (value.startsWith("move ")) return { do: "move", to: value.slice(5) };
  return { do: value as Exclude<Choice["do"], "move"> };
}

const people = (n: number): string => (n === 1 ? "1 person is" : `${n.toLocaleString("en")} people are`);

const headOf = ({ name, people: n }: Affected): string => `${people(n)} at “${name}”`;

const versionsOf = ({ versions }: Affected): string =>
  versions.length === 1 ? `version ${versions[0]}` : "the version they are on";

function helpOf(step: Affected, chosen: Choice | undefined, after: Flow): string {
  const what =
    step.becomes === null
      ? `This version does not have it any more${step.was ? ` (“${step.was}”)` : ""}.`
      : step.was === step.becomes
        ? "Its settings are different."
        : `It said “${step.was}”, and now says “${step.becomes}”.`;
  const choice = chosen ?? defaultFor(step);
  if (choice.do === "along" && step.lasts) {
    return `${what} It counts from when they came: whoever has been here that long already goes on at once.`;
  }
  if (choice.do === "move") {
    const last = after.nodes.some(({ id, type }) => id === choice.to && type === "end");
    if (last) return `${what} They leave the funnel there.`;
    return `${what} They walk on from there, also over steps they have been through, and get those emails again.`;
  }
  return what;
}
