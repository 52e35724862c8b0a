import { NextResponse } from "next/server";
import { orAway } from "@/app/_server/or-away";
import { readForm } from "@/app/_server/read-form";
import { visitorOf } from "@/app/_server/visitor";
import { db } from "@/db/client";
import { findForm } from "@/db/queries/funnels";
import { takeTurn } from "@/db/queries/rate-limits";
import { engine } from "@/lib/engine/current";
import { formOf } from "../form-of";
import { forgetTyped, keepTyped } from "../typed";
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
  const posted = await readForm(request, MOST_BYTES);
  if (!posted.ok && posted.because === "too-large")
    return new Response("This is more than the form takes.", { status: 413 });
  const fields = posted.ok ? posted.fields : {};
  if (!(await takeTurn(db(), `form:${found.id}:${visitor.ip ?? "unknown"}`, TURNS)))
    return keepTyped(back("?problem=busy"), slug, fields);
  const form = { ...found, consent: words.form.consent };
  const outcome = await takeIn(engine(), form, fields, visitor);
  return outcome === "sent"
    ? forgetTyped(back("?sent=1"), slug)
    : keepTyped(back("?problem=email"), slug, fields);
});
