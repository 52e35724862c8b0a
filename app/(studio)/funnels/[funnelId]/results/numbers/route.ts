import { z } from "zod";
import { currentMember } from "@/app/_server/session";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { funnelResults } from "@/db/queries/results";
import { heldAccount } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { listHeld } from "@/lib/engine/held";

/** The numbers of a funnel as they stand now: what the canvas asks for every two seconds. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ funnelId: string }> },
): Promise<Response> {
  const member = await currentMember();
  if (!member) return new Response(null, { status: 401 });
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  const scope = funnelId && { workspaceId: member.workspaceId, funnelId };
  const funnel = scope && (await findFunnel(db(), scope));
  if (!scope || !funnel) return new Response(null, { status: 404 });
  const [nodes, held, holding] = await Promise.all([
    funnelResults(db(), scope),
    listHeld(db(), scope),
    heldAccount(engine(), member.workspaceId),
  ]);
  return Response.json({ nodes, held, holding }, { headers: { "Cache-Control": "no-store" } });
}
