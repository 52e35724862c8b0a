import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import { env } from "@/lib/env";
import { unstorable } from "@/lib/json";
import { type MemberRole, mayAs, roleNames } from "@/lib/member-role";
import { type Problem, problem, type Result } from "@/lib/result";
import { isSameOrigin } from "./same-origin";
import { currentMember, type Member } from "./session";

/** What may stop an action before it works. */
export type ActionProblem = "signed-out" | "not-allowed" | "bad-input";

/**
 * A server action of the studio: who, what, then work. `work` gets parsed input and a member who may do this;
 * what it throws reaches the error boundary.
 *
 *     export const renameFunnel = action(z.strictObject({ funnelId: z.uuid(), name }), { role: "editor" }, work)
 */
export function action<Input extends z.ZodType, T, P extends string = never>(
  schema: Input,
  { role }: { role: MemberRole },
  work: (input: z.output<Input>, member: Member) => Promise<Result<T, P>>,
): (raw: z.input<Input>) => Promise<Result<T, P | ActionProblem>> {
  return async (raw) => {
    const foreign = await refuseForeign();
    if (foreign) return foreign;
    const member = await currentMember();
    if (!member) return problem("signed-out", "Your session has ended. Sign in again.");
    if (!mayAs(member.role, role)) return problem("not-allowed", refusal(member.role, role));
    const input = parse(schema, raw);
    return input.ok ? work(input.value, member) : input;
  };
}

/** A server action for anybody, such as making an account: origin and input are checked, nobody is signed in. */
export function publicAction<Input extends z.ZodType, T, P extends string = never>(
  schema: Input,
  work: (input: z.output<Input>) => Promise<Result<T, P>>,
): (raw: z.input<Input>) => Promise<Result<T, P | ActionProblem>> {
  return async (raw) => {
    const foreign = await refuseForeign();
    if (foreign) return foreign;
    const input = parse(schema, raw);
    return input.ok ? work(input.value) : input;
  };
}

async function refuseForeign(): Promise<Problem<"not-allowed"> | null> {
  if (isSameOrigin(await headers())) return null;
  return problem("not-allowed", `This page was not opened at ${env().APP_URL}. Open it there and try again.`);
}

function refusal(has: MemberRole, needed: MemberRole): string {
  const who = needed === "owner" ? "Only an owner" : "Only an editor or an owner";
  return `${who} can do this; you are ${has === "viewer" ? "a" : "an"} ${roleNames[has].toLowerCase()} here.`;
}

function parse<Input extends z.ZodType>(schema: Input, raw: unknown): Result<z.output<Input>, "bad-input"> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    return problem("bad-input", parsed.error.issues[0]?.message ?? "Something in this form is not right.");
  }
  if (unstorable(parsed.data) !== null) {
    return problem(
      "bad-input",
      "The text contains a character that cannot be stored. Remove it and try again.",
    );
  }
  return { ok: true, value: parsed.data };
}
