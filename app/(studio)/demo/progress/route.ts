import { currentMember } from "@/app/_server/session";
import { db } from "@/db/client";
import { findDemoProgress } from "@/db/queries/demo";

/** How far the demo is in which one works: what its banner asks for every second. Null anywhere else. */
export async function GET(): Promise<Response> {
  const member = await currentMember();
  if (!member) return new Response(null, { status: 401 });
  const progress = await findDemoProgress(db(), { workspaceId: member.workspaceId });
  return Response.json(progress, { headers: { "Cache-Control": "no-store" } });
}
