import { z } from "zod";
import { currentMember } from "@/app/_server/session";
import { db } from "@/db/client";
import { hasFunnel } from "@/db/queries/funnels";
import { findTestRun } from "@/db/queries/test-runs";
import { engine } from "@/lib/engine/current";

/**
 * The member's test of this funnel as it stands now, asked for every second while it runs. `?known=<id>` leaves the
 * drawing out of an answer about that test, because it never changes.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ funnelId: string }> },
): Promise<Response> {
  const member = await currentMember();
  if (!member) return new Response(null, { status: 401 });
  const { workspaceId, userId } = member;
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId || !(await hasFunnel(db(), { workspaceId, funnelId }))) {
    return new Response(null, { status: 404 });
  }
  const run = await findTestRun(db(), { workspaceId, funnelId, userId });
  const known = run !== null && new URL(request.url).searchParams.get("known") === run.id;
  const said = run && (known ? { ...run, path: { ...run.path, flow: null } } : run);
  return Response.json({ now: engine().clock(), run: said }, { headers: { "Cache-Control": "no-store" } });
}
