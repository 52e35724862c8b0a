import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireMember } from "@/app/_server/session";
import { OpensForm } from "@/components/settings/opens-form";
import { SendingForm } from "@/components/settings/sending-form";
import { db } from "@/db/client";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { env } from "@/lib/env";
import { saveOpens, saveSending } from "../actions";

export const metadata: Metadata = { title: "Sending settings" };

export default async function SendingSettingsPage() {
  const { workspaceId, role } = await requireMember();
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  if (!settings) notFound();
  return (
    // Another workspace is another form.
    <div key={workspaceId} className="flex flex-col gap-10">
      <section aria-labelledby="sender" className="flex flex-col gap-4">
        <h2 id="sender" className="text-base font-semibold">
          Sender
        </h2>
        <SendingForm
          settings={settings}
          leaves={Boolean(env().RESEND_API_KEY) && !settings.demo}
          mayChange={role === "owner"}
          save={saveSending}
        />
      </section>
      <section aria-labelledby="opens" className="flex flex-col gap-4">
        <h2 id="opens" className="text-base font-semibold">
          Opens
        </h2>
        <OpensForm
          opens={settings.opensDecidedAt ? settings.opens : null}
          mayChange={role === "owner"}
          save={saveOpens}
        />
      </section>
    </div>
  );
}
