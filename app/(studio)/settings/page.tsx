import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireMember } from "@/app/_server/session";
import { WorkspaceForm } from "@/components/settings/workspace-form";
import { db } from "@/db/client";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { saveWorkspace } from "./actions";

export const metadata: Metadata = { title: "Workspace settings" };

export default async function WorkspaceSettingsPage() {
  const { workspaceId, role } = await requireMember();
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  if (!settings) notFound();
  return (
    <WorkspaceForm
      // Another workspace is another form.
      key={workspaceId}
      settings={settings}
      timeZones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
      mayChange={role === "owner"}
      save={saveWorkspace}
    />
  );
}
