import { callerAddress } from "@/app/_server/caller-may";
import { db } from "@/db/client";
import { takeTurn } from "@/db/queries/rate-limits";
import { previewMail } from "@/lib/engine/preview-mail";
import { env } from "@/lib/env";
import { graphOf } from "@/lib/flow/graph";
import { sharedAt } from "../../shared-at";

/** Making one takes some milliseconds of the machine; nobody reads faster than this. */
const TURNS = { most: 300, windowMs: 15 * 60_000 };

const ADDRESS = "Your business, 1 Example Street, Your town";

/** One email of a shared template, as a sample person would get it: `{ subject, preview, html, text }`. Nothing in it is followed. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string; nodeId: string }> },
): Promise<Response> {
  const { slug, nodeId } = await params;
  const node = graphOf((await sharedAt(slug))?.flow ?? NOTHING).node(nodeId);
  if (node?.type !== "email") return new Response(null, { status: 404 });
  if (!(await takeTurn(db(), `shared-email:${callerAddress(request.headers)}`, TURNS))) {
    return new Response(null, { status: 429 });
  }
  const mail = await previewMail(node.data, {
    postalAddress: ADDRESS,
    // Nothing that ever happened to anybody is shown to strangers.
    last: null,
    picture: new URL("/sample-item.svg", env().APP_URL).href,
  });
  // The page names the moment it was frozen at in the address, so an older one is never taken for it.
  return Response.json(mail, { headers: { "Cache-Control": "private, max-age=300" } });
}

const NOTHING = { nodes: [], edges: [], entry: { rule: "once" as const } };
