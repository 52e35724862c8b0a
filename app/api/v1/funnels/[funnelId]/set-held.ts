import { notFound, refuse } from "@/app/_server/api";
import { db } from "@/db/client";
import { hasFunnel } from "@/db/queries/funnels";

type Status = "live" | "paused";
type Hold = { workspaceId: string; funnelId: string; status: Status; set(): Promise<boolean> };

/** Pauses or resumes, as `set` does. Done again, it answers the same. */
export async function setHeld(
  { status, set, ...scope }: Hold,
  answer: (status: 200, body: { id: string; status: Status }) => Response,
): Promise<Response> {
  if (await set()) return answer(200, { id: scope.funnelId, status });
  return (await hasFunnel(db(), scope))
    ? refuse(409, "not_published", "This funnel was never published, so nobody is in it. Publish it first.")
    : notFound();
}
