import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireMember } from "@/app/_server/session";
import { SendingForm } from "@/components/settings/sending-form";
import { db } from "@/db/client";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { env } from "@/lib/env";
import { saveSending } from "../actions";

export const metadata: Metadata = { title: "Sending settings" };

export default async function SendingSettingsPage() {
  const { workspaceId, role } = await requireMember();
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  if (!settings) notFound();
  return (
    <SendingForm
      key={workspaceId}
      settings={settings}
      leaves={Boolean(env().RESEND_API_KEY) && !settings.demo}
      mayChange={role === "owner"}
      save={saveSending}
    />
  );
}
