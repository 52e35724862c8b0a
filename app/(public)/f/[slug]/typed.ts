import "server-only";
import type { NextResponse } from "next/server";
import { z } from "zod";

const text = z.string().max(254).catch("");
const ticked = z.literal("on").optional().catch(undefined);

/** What somebody had written into a form that came back. */
const typed = z.object({ email: text, name: text, marketing: ticked, measuring: ticked });

export type Typed = z.output<typeof typed>;

export const TYPED_COOKIE = "typed";

/**
 * Sends what was typed along with the way back to the form. In a cookie of that form alone, for some minutes: an address
 * of ours would be kept in histories and logs, and a script is not everywhere.
 */
export function keepTyped(
  answer: NextResponse,
  slug: string,
  fields: Readonly<Record<string, string>>,
): NextResponse {
  answer.cookies.set(TYPED_COOKIE, JSON.stringify(typed.parse(fields)), {
    path: `/f/${slug}`,
    httpOnly: true,
    // The way back is at our own address.
    secure: answer.headers.get("location")?.startsWith("https:") ?? false,
    sameSite: "lax",
    maxAge: 5 * 60,
  });
  return answer;
}

/** Once a form was sent, nobody who comes after at the same computer reads what was typed before. */
export function forgetTyped(answer: NextResponse, slug: string): NextResponse {
  answer.cookies.set(TYPED_COOKIE, "", { path: `/f/${slug}`, maxAge: 0 });
  return answer;
}

/** What `keepTyped` sent along, whatever came back of it. */
export function typedOf(cookie: string | undefined): Typed | null {
  try {
    return typed.parse(JSON.parse(cookie ?? ""));
  } catch {
    return null;
  }
}
