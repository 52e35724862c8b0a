import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireMember } from "@/app/_server/session";
import { HoldAllPart } from "@/components/sending/hold-all-part";
import { ProviderHeld } from "@/components/sending/provider-held";
import { OpensForm } from "@/components/settings/opens-form";
import { SendingForm } from "@/components/settings/sending-form";
import { db } from "@/db/client";
import { findHeldAll } from "@/db/queries/backlogs";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { heldAccount } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { env } from "@/lib/env";
import { mayAs } from "@/lib/member-role";
import { saveOpens, saveSending } from "../actions";
import { holdAllSending, lookAtBacklog, sendAgain, trySendingNow } from "./actions";

export const metadata: Metadata = { title: "Sending settings" };

export default async function SendingSettingsPage() {
  const { workspaceId, role } = await requireMember();
  const now = Date.now();
  const [settings, held, holding] = await Promise.all([
    findWorkspaceSettings(db(), { workspaceId }),
    findHeldAll(db(), { workspaceId, now }),
    heldAccount(engine(), workspaceId),
  ]);
  if (!settings) notFound();
  return (
    // Another workspace is another form.
    <div key={workspaceId} className="flex flex-col gap-10">
      {holding ? (
        <ProviderHeld
          holding={holding}
          mayTry={role === "owner"}
          now={now}
          zone={settings.timeZone}
          tryNow={trySendingNow}
        />
      ) : null}
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
      <HoldAllPart
        held={held}
        mayHold={mayAs(role, "editor")}
        now={now}
        zone={settings.timeZone}
        hold={holdAllSending}
        release={sendAgain}
        look={lookAtBacklog}
      />
    </div>
  );
}
