import { sayMoment } from "@/app/_rest/fields";
import { funnelCursor, listFunnels, makeFunnel } from "@/app/_rest/funnels";
import { apiRoute } from "@/app/_server/api";
import { db } from "@/db/client";
import { pageOfFunnels } from "@/db/queries/funnel-pages";
import { createFunnel } from "@/db/queries/funnels";
import { emptyFlow } from "@/lib/flow/flow";

export const GET = apiRoute(listFunnels, async ({ workspaceId, query, answer }) => {
  const { rows, last } = await pageOfFunnels(db(), { workspaceId, limit: query.limit, after: query.cursor });
  return answer(200, {
    data: rows.map(({ createdAt, createdMs, ...row }) => ({ ...row, createdAt: sayMoment(createdMs) })),
    nextCursor: last && funnelCursor.write({ createdAt: last.createdAt, id: last.id }),
  });
});

export const POST = apiRoute(makeFunnel, async ({ workspaceId, body, answer }) =>
  answer(
    201,
    await createFunnel(db(), {
      workspaceId,
      userId: null,
      name: body.name,
      draft: body.flow ?? emptyFlow(),
    }),
  ),
);
