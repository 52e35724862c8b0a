import { z } from "zod";
import { sayLink } from "../say-link";
import { nodeId } from "../since";
import type { TestDefinition } from "../test-definition";
import { afterItCame, firstEngagement } from "./opened";

export const clickedTest = z.strictObject({
  test: z.literal("clicked"),
  email: nodeId,
  /** Key of one link in that email; null means any link. */
  link: z.string().max(64).nullable().default(null),
  not: z.boolean().default(false),
});

export const clicked: TestDefinition<z.output<typeof clickedTest>> = {
  label: "Clicked in an email",
  reads: (test) => [{ topic: "engagement", nodeId: test.email }],
  look: (test, asking) =>
    firstEngagement(
      asking,
      test.email,
      (kind, link) => kind === "clicked" && (test.link === null || link === test.link),
    ),
  say: (test, names) =>
    `${test.not ? "did not click" : "clicked"} ${sayLink(names, test)} in “${names.node(test.email)}”`,
  tell(test, { met, factId }, telling) {
    if (!met || factId === undefined) return clicked.say({ ...test, not: !met }, telling.names);
    const click = telling.engagement(factId);
    return `clicked ${click?.label ? `“${click.label}”` : "a link"} in “${telling.names.node(test.email)}”${afterItCame(click?.afterMs)}`;
  },
  missing: (test) => (test.email === "" ? "Choose the email" : null),
};
