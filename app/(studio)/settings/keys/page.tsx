import type { Metadata } from "next";
import { requireMember } from "@/app/_server/session";
import { TextLink } from "@/components/account/text-link";
import { KeyList } from "@/components/settings/key-list";
import { LinkToCopy } from "@/components/settings/link-to-copy";
import { NewKeyForm } from "@/components/settings/new-key-form";
import { Banner } from "@/components/ui/banner";
import { db } from "@/db/client";
import { listApiKeys } from "@/db/queries/api-keys";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { engine } from "@/lib/engine/current";
import { dateIn } from "@/lib/time/calendar";
import { sayMoment } from "@/lib/time/moment";
import { sayDate } from "@/lib/time/say-date";
import { makeKey, revokeKey } from "./actions";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage() {
  const { workspaceId, role } = await requireMember();
  const mayChange = role === "owner";
  const [keys, settings] = await Promise.all([
    listApiKeys(db(), { workspaceId }),
    findWorkspaceSettings(db(), { workspaceId }),
  ]);
  const { timeZone } = settings ?? { timeZone: "UTC" };
  const now = Date.now();
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-prose text-pretty text-ink-soft">
        With a key your shop or your website sends events and purchases to this workspace, and programs read
        and change its funnels. <TextLink href="/settings/api">API</TextLink> shows every call, ready to copy.
        Whoever has a key can do all that, so keep it as you keep a password.
      </p>
      {mayChange ? (
        <NewKeyForm makeKey={makeKey} />
      ) : (
        <Banner>Only an owner of this workspace can make and revoke keys.</Banner>
      )}
      <KeyList
        keys={keys.map(({ id, name, prefix, createdAt, lastUsedAt }) => ({
          id,
          name,
          prefix,
          made: sayDate(dateIn(timeZone, createdAt.getTime())),
          used: lastUsedAt && sayMoment(lastUsedAt.getTime(), { now, zone: timeZone }),
        }))}
        mayChange={mayChange}
        revokeKey={revokeKey}
      />
      <section aria-labelledby="signing" className="flex flex-col gap-3">
        <h2 id="signing" className="text-lg font-semibold text-ink">
          Signing key of web calls
        </h2>
        <p className="max-w-prose text-pretty text-ink-soft">
          Every call of a Webhook step, and every word to the address of an ad audience, is signed as Standard
          Webhooks describes. Whoever receives it checks with this key that it comes from here.
        </p>
        {mayChange ? (
          <LinkToCopy label="Signing key" url={engine().webhookSecret(workspaceId)} />
        ) : (
          <Banner>Only an owner of this workspace can see it.</Banner>
        )}
      </section>
    </div>
  );
}
