import { z } from "zod";
import { answer, apiRoute, refuse } from "@/app/_server/api";
import { db } from "@/db/client";
import { publish } from "@/lib/engine/publish";
import { env } from "@/lib/env";

const params = z.object({ funnelId: z.uuid() });
/** The draft's revision that was looked at; without it, whatever the draft is. */
const body = z.strictObject({ revision: z.int().min(0).optional() });

/** Makes the draft the live version, or answers 409 with every sentence that stands in the way. */
export const POST = apiRoute(
  { schema: body, params },
  async ({ workspaceId, input, params: { funnelId } }) => {
    const result = await publish(db(), {
      workspaceId,
      funnelId,
      revision: input.revision ?? null,
      userId: null,
      shortWaits: env().ALLOW_SHORT_WAITS,
    });
    if (result.ok) return answer(200, result.value);
    return refuse(result.problem === "not-found" ? 404 : 409, result.problem, result.message);
  },
);
