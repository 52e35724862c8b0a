import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { z } from "zod";
import { requireMember } from "@/app/_server/session";
import { db } from "@/db/client";
import { hasFunnel } from "@/db/queries/funnels";

type Props = { params: Promise<{ funnelId: string }>; children: ReactNode };

/** A funnel of somebody else is answered with 404 before anything is sent; the page itself comes after its skeleton. */
export default async function FunnelLayout({ params, children }: Props) {
  const { workspaceId } = await requireMember();
  const funnelId = z.uuid().safeParse((await params).funnelId).data;
  if (!funnelId || !(await hasFunnel(db(), { workspaceId, funnelId }))) notFound();
  return children;
}
