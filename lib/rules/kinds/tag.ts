import { z } from "zod";
import type { TestDefinition } from "../test-definition";

export const tagTest = z.strictObject({
  test: z.literal("tag"),
  /** Empty until it is chosen. */
  tag: z.string().trim().max(100, "A tag has at most 100 characters.").default(""),
  not: z.boolean().default(false),
});

export const tag: TestDefinition<z.output<typeof tagTest>> = {
  label: "A tag",
  reads: (test) => (test.tag === "" ? [] : [{ topic: "tag", tag: test.tag }]),
  look(test, { world }) {
    const has = test.tag !== "" && world.tagged(test.tag);
    return { met: has, read: has };
  },
  say: (test) => `${test.not ? "do not have" : "have"} the tag “${test.tag}”`,
  tell: (test, { met }) => `${met ? "had" : "did not have"} the tag “${test.tag}”`,
  missing: (test) => (test.tag === "" ? "Name the tag" : null),
};
