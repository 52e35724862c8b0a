import { after } from "next/server";
import { visitorOf } from "@/app/_server/visitor";
import { db } from "@/db/client";
import { engine } from "@/lib/engine/current";
import { engageSurely, findLink } from "@/lib/engine/engage";
import { whereTo } from "@/lib/engine/link-end";

/** A click must not wait for a busy database: past this the reader goes on, and the click is written behind them. */
const PATIENCE_MS = 500;

const HEADERS = {
  "Cache-Control": "no-store, private",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex",
};

type Context = { params: Promise<{ token: string }> };

/** Whoever cannot be told whether a link is still open is asked to come again: rather late than through a closed door. */
async function follow(token: string) {
  try {
    const link = await findLink(db(), token);
    if (!link) return { link: null, response: text(404, "This link is not known here.") };
    const Location = await whereTo(db(), link, engine().clock());
    return { link, response: new Response(null, { status: 302, headers: { ...HEADERS, Location } }) };
  } catch (error) {
    console.error(error);
    return { link: null, response: text(503, "Please try this link again in a moment.") };
  }
}

/**
 * A link of a sent mail. The destination is only in the database, so no address made up by others leads anywhere. A click
 * on one that has closed counts as any other: it is the same wish, and it came too late.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { link, response } = await follow((await params).token);
  if (!link) return response;
  const { userAgent, ip } = visitorOf(request.headers);
  const written = engageSurely(engine(), {
    workspaceId: link.workspaceId,
    messageId: link.messageId,
    kind: "clicked",
    linkKey: link.key,
    userAgent,
    ip,
  }).catch((error) => console.error("A click could not be written.", error));
  after(() => written);
  await Promise.race([written, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  return response;
}

/** Asked for by machines that look where a link leads. Nobody has clicked. */
export async function HEAD(_request: Request, { params }: Context): Promise<Response> {
  return (await follow((await params).token)).response;
}

const text = (status: number, sentence: string): Response =>
  new Response(sentence, {
    status,
    headers: {
      ...HEADERS,
      "Content-Type": "text/plain; charset=utf-8",
      ...(status === 503 ? { "Retry-After": "5" } : {}),
    },
  });
