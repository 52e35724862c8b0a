import { sayMoment } from "@/app/_rest/fields";
import { funnelCursor, listFunnels, makeFunnel } from "@/app/_rest/funnels";
import { IDEMPOTENCY_KEY } from "@/app/_rest/idempotency-key";
import { apiRoute, refuse } from "@/app/_server/api";
import { db } from "@/db/client";
import { answerOnce } from "@/db/queries/answer-once";
import { pageOfFunnels } from "@/db/queries/funnel-pages";
import { createFunnel } from "@/db/queries/funnels";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { emptyFlow } from "@/lib/flow/flow";
import { guessOwn, siteOf } from "@/lib/templates/own";
import { templateOf } from "@/lib/templates/templates";

export const GET = apiRoute(listFunnels, async ({ workspaceId, query, answer }) => {
  const { rows, last } = await pageOfFunnels(db(), { workspaceId, limit: query.limit, after: query.cursor });
  return answer(200, {
    data: rows.map(({ createdAt, createdMs, ...row }) => ({ ...row, createdAt: sayMoment(createdMs) })),
    nextCursor: last && funnelCursor.write({ createdAt: last.createdAt, id: last.id }),
  });
});

export const POST = apiRoute(makeFunnel, async ({ workspaceId, body, idempotencyKey: key, answer }) => {
  const draft = body.template ? await drawn(workspaceId, body.template) : (body.flow ?? emptyFlow());
  const made = await answerOnce(db(), { workspaceId, key, asked: [makeFunnel.id, body] }, (tx) =>
    createFunnel(tx, { workspaceId, userId: null, name: body.name, draft }),
  );
  if (made) return answer(201, made);
  return refuse(
    422,
    "other_request",
    `This ${IDEMPOTENCY_KEY} was sent with another body. Choose a new one for a new request.`,
  );
});

/** A template in the name of whoever sends this workspace's mail. */
async function drawn(workspaceId: string, id: string) {
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  const { business, site } = guessOwn(settings && { name: settings.senderName, email: settings.senderEmail });
  const own = {
    business: business || settings?.name.slice(0, 80) || "Our business",
    site: siteOf(site) ?? null,
  };
  return templateOf(id)?.flow(own) ?? emptyFlow();
}
