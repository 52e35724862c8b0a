import { publishFunnel } from "@/app/_rest/funnels";
import { apiRoute, notFound, refuse } from "@/app/_server/api";
import { db } from "@/db/client";
import { engine } from "@/lib/engine/current";
import { moving } from "@/lib/engine/hints";
import { publish } from "@/lib/engine/publish";
import { callReach } from "@/lib/engine/web/call-reach";
import { env } from "@/lib/env";

export const POST = apiRoute(publishFunnel, async ({ workspaceId, params, body, answer }) => {
  const result = await publish(db(), {
    workspaceId,
    funnelId: params.funnelId,
    revision: body.revision ?? null,
    plan: body.plan,
    takeIn: body.takeIn,
    userId: null,
    now: Date.now(),
    shortWaits: env().ALLOW_SHORT_WAITS,
    callReach: callReach(),
  });
  if (result.ok) {
    await engine().hint([moving({ workspaceId, ...result.value })]);
    return answer(200, result.value);
  }
  if (result.problem === "not-found") return notFound();
  return result.problem === "blocked" || result.problem === "plan"
    ? refuse(422, "blocked", result.message)
    : refuse(409, "stale", result.message, ["revision"]);
});
