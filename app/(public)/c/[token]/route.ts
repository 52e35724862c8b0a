import { after } from "next/server";
import { visitorOf } from "@/app/_server/visitor";
import { engine } from "@/lib/engine/current";
import { leadsNow, pressLink } from "@/lib/engine/press-link";

/** A click must not wait for a busy database: past this the reader goes on, and the click is written behind them. */
const PATIENCE_MS = 500;

const HEADERS = {
  "Cache-Control": "no-store, private",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex",
};

type Context = { params: Promise<{ token: string }> };

/** A link of a sent mail. The destination is only in the database, so no address made up by others leads anywhere. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  return answered(async () => {
    const { userAgent, ip } = visitorOf(request.headers);
    const pressed = await pressLink(engine(), token, { userAgent, ip });
    if (!pressed) return null;
    const written = pressed.written.catch((error) => console.error("A click could not be written.", error));
    after(() => written);
    await Promise.race([written, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    return pressed.to;
  });
}

/** Asked for by machines that look where a link leads. Nobody has clicked. */
export async function HEAD(_request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  return answered(() => leadsNow(engine(), token));
}

async function answered(leads: () => Promise<string | null>): Promise<Response> {
  try {
    const Location = await leads();
    if (Location === null) return text(404, "This link is not known here.");
    return new Response(null, { status: 302, headers: { ...HEADERS, Location } });
  } catch (error) {
    console.error(error);
    return text(503, "Please try this link again in a moment.");
  }
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
