import { NextResponse } from "next/server";
import { orAway } from "@/app/_server/or-away";
import { readForm } from "@/app/_server/read-form";
import { visitorOf } from "@/app/_server/visitor";
import { engine } from "@/lib/engine/current";
import { unsubscribe } from "@/lib/engine/unsubscribe";

const MOST_BYTES = 10_000;

/**
 * Unsubscribes: by the button of the page, or by a mailbox's own button (RFC 8058), which posts to the address in
 * the mail and is led here. The token is the authority, so neither a cookie nor an origin is asked for.
 */
export const POST = orAway(async (request: Request, { params }: { params: Promise<{ token: string }> }) => {
  const { token } = await params;
  const posted = await readForm(request, MOST_BYTES);
  const oneClick = posted.ok && posted.fields["List-Unsubscribe"] === "One-Click";
  const { userAgent, ip } = visitorOf(request.headers);
  const known = await unsubscribe(engine(), {
    token,
    source: oneClick ? "one-click" : "unsubscribe page",
    userAgent,
    ip,
  });
  // A mailbox must never be redirected: https://www.rfc-editor.org/rfc/rfc8058#section-3.1
  if (oneClick || !known) return new Response(null, { status: known ? 200 : 404 });
  return NextResponse.redirect(new URL(`/u/${token}`, engine().appUrl), 303);
});
