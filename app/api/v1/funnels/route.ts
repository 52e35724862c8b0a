import { z } from "zod";
import { answer, apiRoute } from "@/app/_server/api";
import { db } from "@/db/client";
import { createFunnel } from "@/db/queries/funnels";
import { emptyFlow, flow } from "@/lib/flow/flow";

const newFunnel = z.strictObject({
  name: z.string().trim().min(1, "Give the funnel a name.").max(120),
  flow: flow.optional(),
});

/** Makes a draft. */
export const POST = apiRoute({ schema: newFunnel }, async ({ workspaceId, input }) => {
  const made = await createFunnel(db(), {
    workspaceId,
    userId: null,
    name: input.name,
    draft: input.flow ?? emptyFlow(),
  });
  return answer(201, made);
});
