import { z } from "zod";
import { currentMember } from "@/app/_server/session";
import { db } from "@/db/client";
import { hasFunnel } from "@/db/queries/funnels";
import { numbersOf } from "../numbers-of";

/** The numbers of a funnel as they stand now: what the canvas asks for every two seconds. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ funnelId: string }> },
): Promise<Response> {
  const member = await currentMember();
  if (!member) return new Response(null, { status: 401 });
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  const scope = funnelId && { workspaceId: member.workspaceId, funnelId };
  if (!scope || !(await hasFunnel(db(), scope))) return new Response(null, { status: 404 });
  return Response.json(await numbersOf(scope), { headers: { "Cache-Control": "no-store" } });
}
