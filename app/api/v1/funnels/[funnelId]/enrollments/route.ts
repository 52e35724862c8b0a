import { enrollmentCursor, listEnrollments } from "@/app/_rest/enrollments";
import { sayEnrollment } from "@/app/_rest/say-enrollment";
import { apiRoute, notFound } from "@/app/_server/api";
import { db } from "@/db/client";
import { hasFunnel } from "@/db/queries/funnels";
import { listPeople } from "@/db/queries/people";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { engine } from "@/lib/engine/current";
import { emptyFlow } from "@/lib/flow/flow";

export const GET = apiRoute(listEnrollments, async ({ workspaceId, params, query, answer }) => {
  const scope = { workspaceId, ...params };
  if (!(await hasFunnel(db(), scope))) return notFound();
  const [{ people, flows, paused, next }, settings] = await Promise.all([
    listPeople(db(), { ...scope, ...query }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const reader = { now: engine().clock(), zone: settings?.timeZone ?? "UTC" };
  return answer(200, {
    data: people.map((one) =>
      sayEnrollment({ ...one, flow: flows[one.versionId] ?? emptyFlow(), paused }, reader),
    ),
    nextCursor: next && enrollmentCursor.write(next),
  });
});
