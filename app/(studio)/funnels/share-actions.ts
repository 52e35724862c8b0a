"use server";

import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { action } from "@/app/_server/action";
import { reachOf } from "@/app/_server/reach-of";
import { db } from "@/db/client";
import {
  revokeShare,
  type SharedLink,
  sharedLinkOf,
  shareFunnel,
  templateOfFunnel,
  unrevokeShare,
} from "@/db/queries/shared-templates";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { env } from "@/lib/env";
import { ok, problem } from "@/lib/result";
import type { SharedTemplate } from "@/lib/templates/share";
import { fileNameOf, templateFile } from "@/lib/templates/template-file";
import { funnelId, gone } from "./funnel-input";

const origin = () => env().APP_URL;
const scoped = z.strictObject({ funnelId });

/** Under which link a funnel is shared, if it is, and whom a link of this installation reaches. */
export const shareState = action(scoped, { role: "editor" }, async (input, { workspaceId }) => {
  const scope = { ...input, workspaceId };
  const [link, now] = await Promise.all([
    sharedLinkOf(db(), scope),
    templateOfFunnel(db(), { ...scope, origin: origin() }),
  ]);
  if (!now) return gone();
  return ok({
    link: link && (await shown(link, workspaceId, !same(link.template, now))),
    reach: reachOf(origin()),
  });
});

/** Makes the link, or shows the funnel as it is now under the link it has. */
export const share = action(scoped, { role: "editor" }, async (input, { workspaceId, userId }) => {
  const link = await shareFunnel(db(), { ...input, workspaceId, userId, origin: origin(), now: Date.now() });
  return link ? ok({ link: await shown(link, workspaceId, false) }) : gone();
});

export const unshare = action(scoped, { role: "editor" }, async (input, { workspaceId }) =>
  (await revokeShare(db(), { ...input, workspaceId })) ? ok(null) : gone(),
);

/** Undoes `unshare`. */
export const shareAfterAll = action(scoped, { role: "editor" }, async (input, { workspaceId }) =>
  (await unrevokeShare(db(), { ...input, workspaceId }))
    ? ok(null)
    : problem("gone", "The link cannot be put back: the funnel is gone, or it has a new one."),
);

/** The funnel as a file, with its name. */
export const saveAsFile = action(scoped, { role: "viewer" }, async (input, { workspaceId }) => {
  const template = await templateOfFunnel(db(), { ...input, workspaceId, origin: origin() });
  return template ? ok({ fileName: fileNameOf(template.name), text: templateFile(template) }) : gone();
});

async function shown({ slug, frozenAt }: SharedLink, workspaceId: string, changed: boolean) {
  const settings = await findWorkspaceSettings(db(), { workspaceId });
  const moment = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: settings?.timeZone ?? "UTC",
  });
  return { url: new URL(`/t/${slug}`, origin()).href, frozen: moment.format(frozenAt), changed };
}

/** The database keeps keys in an order of its own, and no key without a value. */
const same = (a: SharedTemplate, b: SharedTemplate): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
