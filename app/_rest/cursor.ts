import { z } from "zod";

/**
 * The place in a list at which a page ended, as an opaque text. It is no secret and needs no signature: whatever it
 * says, the next page is still asked for within the caller's own workspace.
 */
export function cursorOf<Position extends z.ZodType>(list: string, position: Position) {
  const whole = z.tuple([z.literal(list), position]);
  const write = (at: unknown): string => Buffer.from(JSON.stringify([list, at])).toString("base64url");

  function read(text: string, context: z.RefinementCtx): z.output<Position> {
    const parsed = whole.safeParse(jsonIn(text));
    // Only what we have written ourselves: one position has one text.
    if (parsed.success && write(parsed.data[1]) === text) return parsed.data[1] as z.output<Position>;
    context.addIssue({
      code: "custom",
      message: "This is no cursor of this list. Send a nextCursor as you got it, or none to begin.",
    });
    return z.NEVER;
  }

  return {
    /** Of the query. */
    parameter: z
      .string()
      .max(500)
      .transform(read)
      .optional()
      .describe("Where to go on: the nextCursor of the page before. Without it: from the beginning."),
    write: (at: z.output<Position>): string => write(at),
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
