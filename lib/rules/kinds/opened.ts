import { z } from "zod";
import { sayDuration } from "@/lib/time/duration";
import { nodeId } from "../since";
import type { Asking, Look, TestDefinition } from "../test-definition";

export const openedTest = z.strictObject({
  test: z.literal("opened"),
  /** The email node it asks about; empty until one is chosen. */
  email: nodeId,
  not: z.boolean().default(false),
});

export const opened: TestDefinition<z.output<typeof openedTest>> = {
  label: "Opened an email",
  reads: (test) => [{ topic: "engagement", nodeId: test.email }, { topic: "measured" }],
  // A click proves that the mail was read, also where the picture was blocked or nobody may look.
  look(test, asking) {
    const seen = firstEngagement(asking, test.email, () => true);
    return seen.met || asking.world.measured() ? seen : { ...seen, unknown: true };
  },
  say: (test, names) => `${test.not ? "did not open" : "opened"} “${names.node(test.email)}”`,
  tell(test, { met, factId, unknown }, { names, engagement }) {
    if (unknown)
      return `may not be measured, so nobody knows whether they opened “${names.node(test.email)}”`;
    if (!met) return `did not open “${names.node(test.email)}”`;
    const found = factId === undefined ? undefined : engagement(factId);
    return `opened “${names.node(test.email)}”${afterItCame(found?.afterMs)}`;
  },
  missing: (test) => (test.email === "" ? "Choose the email" : null),
};

/** The first open or click of an email that is wanted. */
export function firstEngagement(
  { world, arrivedAt }: Asking,
  email: string,
  wanted: (kind: string, link: string | null) => boolean,
): Look {
  const sent = world.sendings(email).findLast(({ at }) => at <= arrivedAt);
  const first = world.engagements(email).find(({ kind, link, visit, at }) => {
    // In a loop an email is sent again: the last sending before they came here is meant.
    const counts = !sent || visit >= sent.visit || at >= sent.at;
    return counts && wanted(kind, link);
  });
  return first ? { met: true, factId: first.id, at: first.at } : { met: false };
}

export const afterItCame = (afterMs: number | null | undefined): string =>
  afterMs == null ? "" : `, ${sayDuration(Math.max(0, afterMs))} after it came`;
