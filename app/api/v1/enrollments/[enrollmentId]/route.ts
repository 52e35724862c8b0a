import { readEnrollment } from "@/app/_rest/enrollments";
import { sayMoment, sayMomentOrNull } from "@/app/_rest/fields";
import { sayEnrollment } from "@/app/_rest/say-enrollment";
import { apiRoute, notFound } from "@/app/_server/api";
import { db } from "@/db/client";
import { findPath } from "@/db/queries/path";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { engine } from "@/lib/engine/current";
import { sayVisit } from "@/lib/flow/explain";
import { nameOf } from "@/lib/flow/names";
import { asOf } from "@/lib/flow/path";
import type { Evidence } from "@/lib/nodes/contract";

export const GET = apiRoute(readEnrollment, async ({ workspaceId, params, answer }) => {
  const [found, settings] = await Promise.all([
    findPath(db(), { workspaceId, ...params }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  if (!found) return notFound();
  const { entry, visits, mails, conversions } = found;
  return answer(200, {
    ...sayEnrollment(found, { now: engine().clock(), zone: settings?.timeZone ?? "UTC" }),
    funnelId: found.funnel.id,
    entry: entry && {
      id: entry.id,
      name: entry.name,
      occurredAt: sayMoment(entry.at),
      value: entry.value,
      currency: entry.currency,
      properties: entry.properties,
    },
    path: visits.map((visit) => ({
      visit: visit.visit,
      nodeId: visit.nodeId,
      name: nameOf(asOf(found, visit.visit).flow, visit.nodeId),
      enteredAt: sayMoment(visit.enteredAt),
      leftAt: sayMomentOrNull(visit.leftAt),
      left: visit.exit ?? visit.by,
      evidence: sayEvidence(visit.because),
      because: sayVisit(found, visit),
      messageId: mails.find((mail) => mail.visit === visit.visit)?.id ?? null,
    })),
    conversions: conversions.map(({ at, ...conversion }) => ({ ...conversion, at: sayMoment(at) })),
  });
});

/** `v` is for reading what was kept long ago; moments are written as everywhere. */
const sayEvidence = (because: Evidence | null) =>
  because && {
    why: because.why,
    items: because.items.map((item) => ({ ...item, at: sayMomentOrNull(item.at) })),
  };
