import { createHash } from "node:crypto";
import { NextResponse } from "next/server";
import { z } from "zod";
import { visitorOf } from "@/app/_server/visitor";
import { db } from "@/db/client";
import { findForm } from "@/db/queries/funnels";
import { takeTurn } from "@/db/queries/rate-limits";
import { engine } from "@/lib/engine/current";
import { contactFields, emailAddress } from "@/lib/engine/fact-input";
import { ingest } from "@/lib/engine/ingest";
import { formOf } from "../form-of";

const MOST_BYTES = 20_000;
const TURNS = { most: 30, windowMs: 5 * 60_000 };

const ticked = z.literal("on").optional();
/** What a form posts; a browser adds nothing else. */
const posted = z.object({
  email: emailAddress,
  name: contactFields.shape.name,
  zone: contactFields.shape.timeZone.catch(undefined),
  marketing: ticked.catch(undefined),
  measuring: ticked.catch(undefined),
  /** Made with the page: the same page sent twice is one submission. */
  submission: z.uuid(),
});

/** Takes in a hosted form. Anybody may send it, from anywhere; it makes or updates one contact and says the same to all. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params;
  const back = (query: string) => NextResponse.redirect(new URL(`/f/${slug}${query}`, engine().appUrl), 303);
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES)
    return new Response(null, { status: 413 });
  const found = await findForm(db(), slug);
  const words = formOf(found?.flow ?? null);
  if (!found || !words) return new Response("This form is not known here.", { status: 404 });
  const visitor = visitorOf(request.headers);
  if (!(await takeTurn(db(), `form:${found.id}:${visitor.ip ?? "unknown"}`, TURNS)))
    return back("?problem=busy");
  const input = posted.safeParse(Object.fromEntries(await request.formData().catch(() => new FormData())));
  if (!input.success) return back("?problem=email");
  const { email, name, zone, marketing, measuring, submission } = input.data;
  const declaration = (purpose: "marketing" | "measuring", wording: string) => ({
    purpose,
    given: true,
    source: `form:${slug}`,
    wording,
    ip: visitor.ip,
    userAgent: visitor.userAgent,
  });
  const result = await ingest(engine(), {
    workspaceId: found.workspaceId,
    input: {
      // With the address in it: whoever goes back and puts it right has sent another form.
      id: `form:${found.id}:${submission}:${createHash("sha256").update(email).digest("hex").slice(0, 16)}`,
      name: "form.submitted",
      email,
      properties: { formId: found.id, form: slug },
      contact: { name, timeZone: zone, language: visitor.language ?? undefined },
      declarations: [
        ...(marketing ? [declaration("marketing", words.form.consent)] : []),
        ...(measuring ? [declaration("measuring", "You may see whether I open your emails.")] : []),
      ],
    },
  });
  return back(result.ok ? "?sent=1" : "?problem=email");
}
