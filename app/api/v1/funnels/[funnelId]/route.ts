import { sayMoment } from "@/app/_rest/fields";
import { readFunnel } from "@/app/_rest/funnels";
import { apiRoute, notFound } from "@/app/_server/api";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { env } from "@/lib/env";

export const GET = apiRoute(readFunnel, async ({ workspaceId, params, answer }) => {
  const found = await findFunnel(db(), { workspaceId, funnelId: params.funnelId });
  if (!found) return notFound();
  const { id, name, status, revision, changed, liveVersion: live } = found;
  return answer(200, {
    id,
    name,
    status,
    createdAt: sayMoment(found.createdAt.getTime()),
    revision,
    flow: found.draft,
    changed,
    formUrl: found.formSlug && `${env().APP_URL}/f/${found.formSlug}`,
    live: live && {
      versionId: live.id,
      number: live.number,
      publishedAt: sayMoment(live.publishedAt.getTime()),
      flow: live.flow,
    },
  });
});
