import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { FunnelBuild } from "@/components/funnels/funnel-build";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { surroundingsOf, zoneOf } from "@/lib/engine/surroundings";
import { env } from "@/lib/env";
import { mayAs } from "@/lib/member-role";
import { openMail } from "../../inbox/actions";
import { latest, pause, previewEmail, publish, rename, resume, save } from "../actions";
import { funnelActions } from "../funnel-actions";
import { pretendInTest, startTest, stopTest } from "../test-actions";

export const metadata: Metadata = { title: "Funnel" };

export default async function FunnelPage({ params }: { params: Promise<{ funnelId: string }> }) {
  const { workspaceId, role, userEmail } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  const [funnel, surroundings, zone] = await Promise.all([
    funnelId ? findFunnel(db(), { workspaceId, funnelId }) : null,
    surroundingsOf(db(), { workspaceId, shortWaits: env().ALLOW_SHORT_WAITS }),
    zoneOf(db(), workspaceId),
  ]);
  if (!funnel) notFound();
  return (
    <FunnelBuild
      funnel={funnel}
      surroundings={surroundings}
      canEdit={mayAs(role, "editor")}
      actions={funnelActions}
      save={save}
      latest={latest}
      rename={rename}
      publish={publish}
      pause={pause}
      resume={resume}
      previewEmail={previewEmail}
      test={{ to: userEmail, zone, start: startTest, stop: stopTest, pretend: pretendInTest, read: openMail }}
    />
  );
}
