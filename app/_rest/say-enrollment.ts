import { sayNext } from "@/lib/flow/explain";
import type { Standing } from "@/lib/flow/path";
import { sayMoment, sayMomentOrNull } from "./fields";

type Enrolled = Standing & {
  enrollmentId: string;
  contact: { id: string; email: string } | null;
  /** Only tests of a draft have none, and those are not shown. */
  versionNumber: number | null;
  enteredAt: number;
};

/** Somebody in a funnel as the API tells it. */
export const sayEnrollment = (one: Enrolled, reader: { now: number; zone: string }) => ({
  id: one.enrollmentId,
  contactId: one.contact?.id ?? null,
  email: one.contact?.email ?? null,
  version: one.versionNumber ?? 0,
  status: one.status,
  enteredAt: sayMoment(one.enteredAt),
  nodeId: one.nodeId,
  arrivedAt: sayMoment(one.arrivedAt),
  until: sayMomentOrNull(one.until),
  stuck: one.stuck,
  endedAt: sayMomentOrNull(one.end?.at ?? null),
  endReason: one.end?.reason ?? null,
  next: sayNext(one, reader),
});
