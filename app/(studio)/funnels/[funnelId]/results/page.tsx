import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { FunnelResults } from "@/components/results/funnel-results";
import { db } from "@/db/client";
import { findFunnel } from "@/db/queries/funnels";
import { surroundingsOf } from "@/lib/engine/surroundings";
import { env } from "@/lib/env";
import { mayAs } from "@/lib/member-role";
import { decideLate, latest, pause, previewEmail, publish, rename, resume, save } from "../../actions";

export const metadata: Metadata = { title: "Results" };

export default async function ResultsPage({ params }: { params: Promise<{ funnelId: string }> }) {
  const { workspaceId, role } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  const [funnel, surroundings] = await Promise.all([
    funnelId ? findFunnel(db(), { workspaceId, funnelId }) : null,
    surroundingsOf(db(), { workspaceId, shortWaits: env().ALLOW_SHORT_WAITS }),
  ]);
  if (!funnel) notFound();
  return (
    <FunnelResults
      funnel={funnel}
      surroundings={surroundings}
      canEdit={mayAs(role, "editor")}
      save={save}
      latest={latest}
      rename={rename}
      publish={publish}
      pause={pause}
      resume={resume}
      previewEmail={previewEmail}
      decideLate={decideLate}
    />
  );
}
