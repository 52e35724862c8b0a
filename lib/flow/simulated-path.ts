import type { Flow } from "./flow";
import type { Path } from "./path";
import type { Simulated } from "./simulated";

/** What became of an invented person, as the path of a real one is read. Null for who never came in. */
export function pathOf(flow: Flow, lived: Simulated): Path | null {
  const first = lived.visits[0];
  const last = lived.visits.at(-1);
  if (!first || !last) return null;
  const mailId = (nodeId: string, visit: number) => `${nodeId} ${visit}`;
  const mails = lived.mails.map(({ nodeId, visit, at, state, reason, held, subject }) => {
    const dueAt = held?.since ?? at;
    return { id: mailId(nodeId, visit), visit, nodeId, subject, state, reason, dueAt, settledAt: at };
  });
  return {
    flow,
    paused: false,
    // Whoever was stopped on the way goes nowhere from here, either.
    status: "ended",
    nodeId: last.nodeId,
    arrivedAt: last.at,
    until: null,
    stuck: null,
    mail: null,
    end: lived.end.why === "ended" ? { at: lived.end.at, reason: lived.end.reason } : null,
    enteredAt: first.at,
    entry: null,
    visits: lived.visits.map(({ at, ...visit }) => ({ ...visit, enteredAt: at })),
    mails,
    engagements: lived.engagements.map(({ id, nodeId, visit, kind, link, at }) => {
      const messageId = mails.find((mail) => mail.visit === visit)?.id ?? "";
      return { id, messageId, nodeId, kind, link, at };
    }),
    facts: lived.facts,
    conversions: lived.conversions,
    acts: [],
  };
}
