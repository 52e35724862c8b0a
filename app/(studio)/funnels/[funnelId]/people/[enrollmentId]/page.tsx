import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { PersonPath } from "@/components/people/person-path";
import { db } from "@/db/client";
import { findPath } from "@/db/queries/path";
import { findWorkspaceSettings } from "@/db/queries/workspaces";

export const metadata: Metadata = { title: "A person's path" };

const address = z.object({ funnelId: z.uuid(), enrollmentId: z.uuid() });

export default async function PersonPage({ params }: PageProps<"/funnels/[funnelId]/people/[enrollmentId]">) {
  const { workspaceId } = await requireMember();
  const place = address.safeParse(await params).data;
  if (!place) notFound();
  const [path, settings] = await Promise.all([
    findPath(db(), { workspaceId, enrollmentId: place.enrollmentId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  if (!path || path.funnel.id !== place.funnelId) notFound();
  return (
    <PersonPath
      path={path}
      contact={path.contact}
      versionNumber={path.versionNumber}
      back={`/funnels/${place.funnelId}/people` as Route}
      now={Date.now()}
      zone={settings?.timeZone ?? "UTC"}
    />
  );
}
