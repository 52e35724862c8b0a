import type { Metadata, Route } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { PersonHand } from "@/components/people/person-hand";
import { PersonPath } from "@/components/people/person-path";
import { db } from "@/db/client";
import { findPath } from "@/db/queries/path";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { isTrigger } from "@/lib/flow/graph";
import { nameOf } from "@/lib/flow/names";
import { mayAs } from "@/lib/member-role";
import { retryPeople, startableFunnels, startFunnel, takeBack, takeInHand } from "../actions";

export const metadata: Metadata = { title: "A person’s path" };

const address = z.object({ funnelId: z.uuid(), enrollmentId: z.uuid() });

export default async function PersonPage({ params }: PageProps<"/funnels/[funnelId]/people/[enrollmentId]">) {
  const { workspaceId, role } = await requireMember();
  const place = address.safeParse(await params).data;
  if (!place) notFound();
  const [path, settings] = await Promise.all([
    findPath(db(), { workspaceId, enrollmentId: place.enrollmentId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  if (!path || path.funnel.id !== place.funnelId) notFound();
  const { flow } = path;
  const steps = flow.nodes.filter((node) => !isTrigger(node) && node.id !== path.nodeId);
  return (
    <PersonPath
      path={path}
      contact={path.contact}
      versionNumber={path.versionNumber}
      back={`/funnels/${place.funnelId}/people` as Route}
      now={Date.now()}
      zone={settings?.timeZone ?? "UTC"}
      hand={
        mayAs(role, "editor") ? (
          <PersonHand
            funnelId={place.funnelId}
            person={{
              id: path.enrollmentId,
              visit: path.visit,
              contactId: path.contact?.id ?? null,
              ended: path.status === "ended",
              stuck: path.stuck !== null,
            }}
            steps={steps.map(({ id }) => ({ id, name: nameOf(flow, id) }))}
            takeInHand={takeInHand}
            takeBack={takeBack}
            retryPeople={retryPeople}
            startFunnel={startFunnel}
            startableFunnels={startableFunnels}
          />
        ) : null
      }
    />
  );
}
