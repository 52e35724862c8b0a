import { notFound, refuse } from "@/app/_server/api";
import { db } from "@/db/client";
import { hasFunnel, setPaused } from "@/db/queries/funnels";

type Hold = { workspaceId: string; funnelId: string; paused: boolean };

/** Pauses or resumes. Done again, it answers the same. */
export async function setHeld(
  { paused, ...scope }: Hold,
  answer: (status: 200, body: { id: string; status: "live" | "paused" }) => Response,
): Promise<Response> {
  if (await setPaused(db(), { ...scope, paused })) {
    return answer(200, { id: scope.funnelId, status: paused ? "paused" : "live" });
  }
  return (await hasFunnel(db(), scope))
    ? refuse(409, "not_published", "This funnel was never published, so nobody is in it. Publish it first.")
    : notFound();
}
