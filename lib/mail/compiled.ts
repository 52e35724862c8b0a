import { z } from "zod";
import { line, linkTarget, listPath, MOST_ITEMS, mergePath } from "./document";

/**
 * An email compiled once, when its funnel is published: everything but the person. `html` and `text` carry
 * placeholders (tokens.ts) that `fillEmail` fills; `merge:<n>` is the n-th of `slots`.
 */
export const compiledEmail = z.strictObject({
  /** SHA-256 of everything below, in hex: the same words compile to the same hash. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(["marketing", "service"]),
  subject: line,
  preview: line,
  html: z.string().max(8_000_000),
  text: z.string().max(4_000_000),
  slots: z
    .array(
      z.strictObject({
        path: mergePath,
        fallback: z.string().max(200),
        as: z.literal("money").optional(),
      }),
    )
    .max(10_000),
  links: z
    .array(z.strictObject({ key: z.string().max(40), label: z.string().max(200), target: linkTarget }))
    .max(10_000),
  /** The lists that are printed item by item. These two are absent where there are none. */
  lists: z
    .array(z.strictObject({ path: listPath, most: z.int().min(1).max(MOST_ITEMS) }))
    .max(300)
    .optional(),
  /** The properties that hold a picture's address. */
  pictures: z.array(mergePath).max(6_000).optional(),
});
export type CompiledEmail = z.output<typeof compiledEmail>;

/** Gmail shows only the first part of a longer message and hides the rest, the unsubscribe link and the pixel with it. */
export const CLIPPED_AFTER_BYTES = 102 * 1024;

/** A sentence for the author when mailboxes would cut this email off, otherwise null. */
export function sizeWarning(html: string): string | null {
  const bytes = new TextEncoder().encode(html).length;
  if (bytes < CLIPPED_AFTER_BYTES) return null;
  return `This email is ${Math.ceil(bytes / 1024)} KB long. Gmail cuts emails off after 102 KB and hides the unsubscribe link. Make it shorter.`;
}
