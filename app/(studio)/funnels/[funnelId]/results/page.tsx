import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { formOf } from "@/app/(public)/f/[slug]/form-of";
import { FunnelResults } from "@/components/results/funnel-results";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { publisherOf, surroundingsOf } from "@/lib/engine/surroundings";
import { callReach } from "@/lib/engine/web/call-reach";
import { env } from "@/lib/env";
import { mayAs } from "@/lib/member-role";
import {
  backlog,
  decideHeldMail,
  latest,
  pause,
  previewEmail,
  publish,
  rename,
  resume,
  retryStuckPeople,
  save,
} from "../../actions";
import { countMatching, enrollMatching, stopEnrollingPeople } from "../../enroll-actions";
import { funnelActions } from "../../funnel-actions";
import { numbersOf } from "./numbers-of";

export const metadata: Metadata = { title: "Results" };

export default async function ResultsPage({ params }: { params: Promise<{ funnelId: string }> }) {
  const { workspaceId, role } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId) notFound();
  const scope = { workspaceId, funnelId };
  const { APP_URL, ALLOW_SHORT_WAITS } = env();
  const [funnel, surroundings, numbers] = await Promise.all([
    findFunnel(db(), scope),
    surroundingsOf(db(), {
      workspaceId,
      funnelId,
      now: Date.now(),
      shortWaits: ALLOW_SHORT_WAITS,
      callReach: callReach(),
    }),
    numbersOf(scope),
  ]);
  if (!funnel) notFound();
  const { liveVersion, formSlug } = funnel;
  return (
    <FunnelResults
      funnel={funnel}
      numbers={numbers}
      formUrl={
        liveVersion && formSlug && formOf(liveVersion.flow) ? new URL(`/f/${formSlug}`, APP_URL).href : null
      }
      surroundings={{ ...surroundings, publisher: publisherOf(role, funnel.liveVersion?.flow) }}
      canEdit={mayAs(role, "editor")}
      actions={funnelActions}
      save={save}
      latest={latest}
      rename={rename}
      publish={publish}
      pause={pause}
      resume={resume}
      backlog={backlog}
      previewEmail={previewEmail}
      enroll={{ count: countMatching, enroll: enrollMatching, stop: stopEnrollingPeople }}
      decideHeldMail={decideHeldMail}
      retryStuckPeople={retryStuckPeople}
    />
  );
}
