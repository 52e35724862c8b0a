import type { Flow } from "@/lib/flow/flow";
import { isTrigger } from "@/lib/flow/graph";
import { namesOf } from "@/lib/flow/names";
import { NAMED } from "@/lib/flow/personas";
import { firstTrigger, sampleEntry } from "@/lib/flow/sample-entry";
import { simulate } from "@/lib/flow/simulate";
import type { SimulatedMail } from "@/lib/flow/simulated";
import type { Instant } from "@/lib/flow/world";
import { sampleValues } from "@/lib/mail/samples";
import { definitionFor } from "@/lib/nodes/definitions";
import { sayDuration } from "@/lib/time/duration";

/**
 * What a drawing does, for somebody who sees it for the first time: how people come in, how much there is, and what
 * somebody who never reacts would get who came in at `now`.
 */
export function aboutFlow(flow: Flow, now: Instant): string {
  const names = namesOf(flow);
  const starts = flow.nodes
    .filter(isTrigger)
    .map(({ type, data }) => definitionFor(type).summary(data, names));
  const emails = flow.nodes.filter(({ type }) => definitionFor(type).group === "message").length;
  const much = `${counted(emails, "email")} in ${counted(flow.nodes.length, "step").toLowerCase()}.`;
  const what = starts.length > 0 ? `${listed(starts)}: ${much}` : much;
  return [what, sayPatient(mailsOfPatient(flow, now), emails)].filter(Boolean).join(" ");
}

function mailsOfPatient(flow: Flow, now: Instant): SimulatedMail[] {
  const trigger = firstTrigger(flow);
  if (!trigger) return [];
  return simulate(flow, {
    persona: NAMED.neverOpens,
    seed: "about",
    startAt: now,
    triggerId: trigger.id,
    event: sampleEntry(flow, trigger),
    person: sampleValues({ subject: [], preview: [], body: [] }).contact,
    agreed: true,
    measured: true,
  }).mails.filter(({ state }) => state === "sent");
}

function sayPatient(mails: readonly SimulatedMail[], emails: number): string {
  const [first] = mails;
  const last = mails.at(-1);
  if (!first || !last || first === last) return "";
  const many = mails.length === emails ? "all of them" : `${mails.length} of them`;
  const lasted = last.at - first.at;
  const when = lasted < MINUTE_MS ? "at once" : `within ${sayDuration(wholeHours(lasted))}`;
  return `Somebody who never opens one gets ${many} ${when}.`;
}

/** The minutes between two mails say nothing to a reader. */
const wholeHours = (ms: number): number => (ms < HOUR_MS ? ms : Math.round(ms / HOUR_MS) * HOUR_MS);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const counted = (count: number, noun: string): string =>
  `${count === 0 ? "No" : count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** "When someone sends the form, or when “purchase” happens". */
const listed = (parts: readonly string[]): string =>
  parts.map((part, at) => (at === 0 ? part : part.charAt(0).toLowerCase() + part.slice(1))).join(", or ");
