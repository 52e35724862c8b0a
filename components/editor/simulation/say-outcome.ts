import { sayEnd } from "@/lib/flow/explain";
import type { Flow } from "@/lib/flow/flow";
import { nameOf } from "@/lib/flow/names";
import type { Path } from "@/lib/flow/path";
import { LONGEST_SIMULATION_MS, MOST_SIMULATED_MOVES } from "@/lib/flow/simulate";
import type { Simulated } from "@/lib/flow/simulated";
import type { Instant } from "@/lib/flow/world";
import { sayMoney } from "@/lib/money";
import { sayDuration } from "@/lib/time/duration";

/** What became of an invented person, in a sentence, and in another what they got and brought. `sayDay`: "day 3". */
export function sayOutcome(
  flow: Flow,
  lived: Simulated,
  path: Path | null,
  sayDay: (at: Instant) => string,
): { sentence: string; more: string } {
  const { end } = lived;
  if (end.why === "not entered" || !path) {
    return { sentence: "They never come in.", more: end.why === "not entered" ? end.because : "" };
  }
  const sent = lived.mails.filter(({ state }) => state === "sent").length;
  const mails = sent === 0 ? "no email" : sent === 1 ? "1 email" : `${sent} emails`;
  const goals = lived.conversions.map(({ nodeId, at, value, currency }) => {
    const worth = value === null || currency === null ? "" : ` with ${sayMoney(value, currency)}`;
    return ` Reached “${nameOf(flow, nodeId)}” on ${sayDay(at)}${worth}.`;
  });
  const got = `They got ${mails}.${goals.join("")}`;
  switch (end.why) {
    case "ended":
      return { sentence: sayEnd(path) ?? "", more: `That was on ${sayDay(end.at)}. ${got}` };
    case "too long":
      return {
        sentence: `Still at “${nameOf(flow, path.nodeId)}” after ${sayDuration(LONGEST_SIMULATION_MS)}.`,
        more: `Nobody is watched for longer. ${got}`,
      };
    case "too many moves":
      return {
        sentence: `Stopped after ${MOST_SIMULATED_MOVES.toLocaleString("en")} steps, at “${nameOf(flow, path.nodeId)}”.`,
        more: got,
      };
  }
}
