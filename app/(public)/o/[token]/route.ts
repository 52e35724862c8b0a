import { after } from "next/server";
import { visitorOf } from "@/app/_server/visitor";
import { db } from "@/db/client";
import { engine } from "@/lib/engine/current";
import { engageSurely, findOpened } from "@/lib/engine/engage";

/** One transparent pixel. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

const HEADERS = {
  "Content-Type": "image/gif",
  "Cache-Control": "no-store, no-cache, must-revalidate, private, max-age=0",
  Pragma: "no-cache",
  Expires: "0",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

const picture = (): Response => new Response(PIXEL, { headers: HEADERS });

type Context = { params: Promise<{ token: string }> };

/** The pixel of a sent mail: the picture always comes, whatever the token is and whatever can be written. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const { userAgent, ip } = visitorOf(request.headers);
  after(async () => {
    try {
      const opened = await findOpened(db(), token);
      if (opened) await engageSurely(engine(), { ...opened, kind: "opened", linkKey: null, userAgent, ip });
    } catch (error) {
      console.error("An open could not be written.", error);
    }
  });
  return picture();
}

export const HEAD = (): Response => picture();
