import { z } from "zod";
import { eventName } from "@/lib/flow/event-name";
import type { Names } from "@/lib/nodes/contract";
import { filterIssues, fitsAll, propertyFilters, sayFilters } from "../property-filter";
import { countedSince, missingSince, readsSince, saySince, since } from "../since";
import type { TestDefinition } from "../test-definition";

export const happenedTest = z.strictObject({
  test: z.literal("happened"),
  /** The name of the event; empty until it is chosen. */
  event: z.union([z.literal(""), eventName]).default(""),
  where: propertyFilters.default([]),
  /** How many of them it takes. */
  times: z.int().min(1, "Ask for at least one.").max(1_000, "Ask for at most 1,000.").default(1),
  since: since.default({ from: "entry" }),
  not: z.boolean().default(false),
});
type HappenedTest = z.output<typeof happenedTest>;

export const happened: TestDefinition<HappenedTest> = {
  label: "Done something",
  reads: (test) => (test.event === "" ? [] : readsSince(test.event, test)),
  look(test, asking) {
    if (test.event === "") return { met: false };
    const counted = countedSince(test.event, test, asking).filter((fact) =>
      fitsAll(test.where, fact.properties),
    );
    const last = counted[test.times - 1];
    return last ? { met: true, factId: last.id, at: last.at } : { met: false };
  },
  say: (test, names) => `${test.not ? "did not do" : "did"} ${whatHappens(test, names)}`,
  tell: (test, { met }, { names }) => `${met ? "did" : "did not do"} ${whatHappens(test, names)}`,
  missing: (test) => (test.event === "" ? "Name the event" : missingSince(test)),
  issues: (test) => filterIssues(test.where),
};

/** "“lesson.done” where “course” is yoga at least 3 times since “Welcome” was sent" */
function whatHappens(test: HappenedTest, names: Names): string {
  const where = test.where.length > 0 ? ` where ${sayFilters(test.where)}` : "";
  const times = test.times > 1 ? ` at least ${test.times} times` : "";
  return `“${test.event}”${where}${times}${saySince(test, names)}`;
}
