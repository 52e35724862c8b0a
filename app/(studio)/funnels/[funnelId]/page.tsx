import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { FunnelBuild } from "@/components/funnels/funnel-build";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { findVersion } from "@/db/queries/versions";
import { publisherOf, surroundingsOf, zoneOf } from "@/lib/engine/surroundings";
import { callReach } from "@/lib/engine/web/call-reach";
import { env } from "@/lib/env";
import { flow } from "@/lib/flow/flow";
import { mayAs } from "@/lib/member-role";
import { openMail } from "../../inbox/actions";
import { backlog, inFlight, latest, pause, previewEmail, publish, rename, resume, save } from "../actions";
import { countMatching, enrollMatching, hookOf, linksOfLive, stopEnrollingPeople } from "../enroll-actions";
import { funnelActions } from "../funnel-actions";
import { pretendInTest, startTest, stopTest } from "../test-actions";

export const metadata: Metadata = { title: "Funnel" };

const going = z.object({ version: z.coerce.number().int().min(1) });

export default async function FunnelPage({ params, searchParams }: PageProps<"/funnels/[funnelId]">) {
  const { workspaceId, role, userEmail } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  const number = going.safeParse(await searchParams).data?.version;
  const [funnel, surroundings, zone, earlier] = await Promise.all([
    funnelId ? findFunnel(db(), { workspaceId, funnelId }) : null,
    surroundingsOf(db(), {
      workspaceId,
      funnelId,
      now: Date.now(),
      shortWaits: env().ALLOW_SHORT_WAITS,
      callReach: callReach(),
    }),
    zoneOf(db(), workspaceId),
    funnelId && number ? findVersion(db(), { workspaceId, funnelId, number }) : null,
  ]);
  if (!funnel) notFound();
  return (
    <FunnelBuild
      funnel={funnel}
      {...(earlier ? { goBack: { number: earlier.number, flow: flow.parse(earlier.flow) } } : {})}
      surroundings={{ ...surroundings, publisher: publisherOf(role, funnel.liveVersion?.flow) }}
      canEdit={mayAs(role, "editor")}
      actions={funnelActions}
      save={save}
      latest={latest}
      rename={rename}
      publish={publish}
      inFlight={inFlight}
      pause={pause}
      resume={resume}
      backlog={backlog}
      previewEmail={previewEmail}
      enroll={{ count: countMatching, enroll: enrollMatching, stop: stopEnrollingPeople }}
      hookAt={hookOf}
      linksOf={linksOfLive}
      test={{ to: userEmail, zone, start: startTest, stop: stopTest, pretend: pretendInTest, read: openMail }}
    />
  );
}
