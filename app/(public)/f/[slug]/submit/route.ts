import { NextResponse } from "next/server";
import { orAway } from "@/app/_server/or-away";
import { readForm } from "@/app/_server/read-form";
import { visitorOf } from "@/app/_server/visitor";
import { db } from "@/db/client";
import { findForm } from "@/db/queries/funnels";
import { takeTurn } from "@/db/queries/rate-limits";
import { engine } from "@/lib/engine/current";
import { formOf } from "../form-of";
import { takeIn } from "./take-in";

const MOST_BYTES = 20_000;
/** Of one network, which may be a full hall. */
const TURNS = { most: 100, windowMs: 5 * 60_000 };

/** Takes in a hosted form. Anybody may send it, from anywhere; it makes or updates one contact and says the same to all. */
export const POST = orAway(async (request: Request, { params }: { params: Promise<{ slug: string }> }) => {
  const { slug } = await params;
  const found = await findForm(db(), slug);
  const words = formOf(found?.flow ?? null);
  if (!found || !words) return new Response("There is no form at this address.", { status: 404 });
  const back = (query: string) => NextResponse.redirect(new URL(`/f/${slug}${query}`, engine().appUrl), 303);
  const visitor = visitorOf(request.headers);
  if (!(await takeTurn(db(), `form:${found.id}:${visitor.ip ?? "unknown"}`, TURNS)))
    return back("?problem=busy");
  const posted = await readForm(request, MOST_BYTES);
  if (!posted.ok && posted.because === "too-large")
    return new Response("This is more than the form takes.", { status: 413 });
  const form = { ...found, consent: words.form.consent };
  const outcome = posted.ok ? await takeIn(engine(), form, posted.fields, visitor) : "no email";
  return back(outcome === "sent" ? "?sent=1" : "?problem=email");
});
