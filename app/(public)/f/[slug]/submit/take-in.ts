import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Visitor } from "@/app/_server/visitor";
import type { Engine } from "@/lib/engine/engine";
import { contactFields, emailAddress } from "@/lib/engine/fact-input";
import { ingest } from "@/lib/engine/ingest";
import { MEASURING } from "../form-of";

const ticked = z.literal("on").optional().catch(undefined);

/** What a form posts; what else is sent along is not looked at, and a broken extra never costs a sign-up. */
const posted = z.object({
  email: emailAddress,
  name: contactFields.shape.name.catch(undefined),
  zone: contactFields.shape.timeZone.catch(undefined),
  marketing: ticked,
  measuring: ticked,
  submission: z.uuid(),
});

type Form = { id: string; slug: string; workspaceId: string; consent: string };

/**
 * Makes or updates the contact of a posted form, keeps what they agreed to, and enrolls them. The same page sent twice
 * is one submission; sent again with another address, because the first was mistyped, it is another.
 */
export async function takeIn(
  engine: Engine,
  form: Form,
  fields: Readonly<Record<string, string>>,
  visitor: Visitor,
): Promise<"sent" | "no email"> {
  const input = posted.safeParse(fields);
  if (!input.success) return "no email";
  const { email, name, zone, marketing, measuring, submission } = input.data;
  const language = contactFields.shape.language.safeParse(visitor.language ?? undefined).data;
  const declaration = (purpose: "marketing" | "measuring", wording: string) => ({
    purpose,
    given: true,
    source: `form:${form.slug}`,
    wording,
    ip: visitor.ip,
    userAgent: visitor.userAgent,
  });
  const result = await ingest(engine, {
    workspaceId: form.workspaceId,
    input: {
      id: `form:${form.id}:${submission}:${createHash("sha256").update(email).digest("hex").slice(0, 16)}`,
      name: "form.submitted",
      email,
      properties: { formId: form.id, form: form.slug },
      contact: { name, timeZone: zone, language },
      declarations: [
        ...(marketing ? [declaration("marketing", form.consent)] : []),
        ...(measuring ? [declaration("measuring", MEASURING)] : []),
      ],
    },
  });
  return result.ok ? "sent" : "no email";
}
