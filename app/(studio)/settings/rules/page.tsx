import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { PriorityList } from "@/components/settings/priority-list";
import { RulesForm } from "@/components/settings/rules-form";
import { db } from "@/db/client";
import { listPriorities } from "@/db/queries/funnels";
import { findMailRules } from "@/db/queries/workspaces";
import { NO_RULES } from "@/lib/mail/mail-rules";
import { mayAs } from "@/lib/member-role";
import { sayMoment } from "@/lib/time/moment";
import { saveRules, setPriority } from "./actions";

export const metadata: Metadata = { title: "Rules" };

export default async function RulesPage() {
  const { workspaceId, role } = await requireMember();
  const [found, funnels] = await Promise.all([
    findMailRules(db(), { workspaceId }),
    listPriorities(db(), { workspaceId }),
  ]);
  const mayChange = mayAs(role, "editor");
  const { changedAt, changedBy, timeZone } = found;
  return (
    // Another workspace is another form.
    <div key={workspaceId} className="flex flex-col gap-10">
      <p className="max-w-prose text-pretty text-ink-soft">
        Who may be sent marketing email, and when, whatever your funnels say. An email that may not go yet
        waits for the next moment at which it may. Service emails do not wait, nor does what somebody asked
        for.
        {changedAt
          ? ` Last changed ${sayMoment(changedAt, { now: Date.now(), zone: timeZone })}${changedBy ? ` by ${changedBy}` : ""}.`
          : ""}
      </p>
      <RulesForm rules={{ ...NO_RULES, ...found.rules }} mayChange={mayChange} save={saveRules} />
      <PriorityList funnels={funnels} mayChange={mayChange} save={setPriority} />
    </div>
  );
}
