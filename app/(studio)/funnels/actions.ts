"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { backlogOf } from "@/db/queries/backlogs";
import { countFinished } from "@/db/queries/finished";
import {
  createFunnel,
  findFunnel,
  hasFunnel,
  renameFunnel,
  saveDraft,
  setPaused,
} from "@/db/queries/funnels";
import { peopleInFlight } from "@/db/queries/in-flight";
import { lastEntryEvent } from "@/db/queries/last-entry";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { engine } from "@/lib/engine/current";
import { decideHeld } from "@/lib/engine/held";
import { moving } from "@/lib/engine/hints";
import { previewMail } from "@/lib/engine/preview-mail";
import { publish as publishFunnel } from "@/lib/engine/publish";
import { resume as resumeFunnel } from "@/lib/engine/resume";
import { retryStuck } from "@/lib/engine/stuck";
import { callReach } from "@/lib/engine/web/call-reach";
import { env } from "@/lib/env";
import { fixDeadlines } from "@/lib/flow/deadlines";
import { flow } from "@/lib/flow/flow";
import { funnelDates, sayDates } from "@/lib/flow/funnel-dates";
import { movePlan } from "@/lib/flow/move-plan";
import { ending, endings, MOST_ENDINGS } from "@/lib/flow/take-in";
import { backlogChoice } from "@/lib/mail/backlog";
import { emailSettings } from "@/lib/nodes/email/definition";
import { ok, problem } from "@/lib/result";
import { own } from "@/lib/templates/own";
import { templateOf } from "@/lib/templates/templates";
import { firstZone } from "@/lib/time/zone";
import { funnelId, funnelName, gone } from "./funnel-input";
import { staleSentence } from "./stale-sentence";

export const makeFunnel = action(
  z.strictObject({
    name: funnelName,
    template: z.strictObject({ id: z.string().max(60), own }).optional(),
  }),
  { role: "editor" },
  async ({ name, template }, { workspaceId, userId }) => {
    if (!template) return ok(await createFunnel(db(), { workspaceId, name, userId }));
    const draft = templateOf(template.id)?.flow(template.own);
    if (!draft) return problem("not-found", "This template does not exist any more. Choose another one.");
    return ok(await createFunnel(db(), { workspaceId, name, userId, draft }));
  },
);

export const save = action(
  z.strictObject({ funnelId, revision: z.int().min(0), flow }),
  { role: "editor" },
  async ({ flow: draft, ...input }, { workspaceId, userId }) => {
    const saved = await saveDraft(db(), { ...input, draft, workspaceId, userId });
    if (saved.saved) return ok({ revision: saved.revision });
    return saved.because === "gone" ? gone() : problem("stale", staleSentence(saved, engine().clock()));
  },
);

export const latest = action(
  z.strictObject({ funnelId }),
  { role: "viewer" },
  async (input, { workspaceId }) => {
    const found = await findFunnel(db(), { ...input, workspaceId });
    return found ? ok({ draft: found.draft, revision: found.revision }) : gone();
  },
);

export const rename = action(
  z.strictObject({ funnelId, name: funnelName }),
  { role: "editor" },
  async ({ funnelId, name }, { workspaceId }) =>
    (await renameFunnel(db(), { workspaceId, funnelId, name })) ? ok({ name }) : gone(),
);

export const publish = action(
  z.strictObject({
    funnelId,
    revision: z.int().min(0),
    plan: movePlan.optional(),
    takeIn: endings.optional(),
  }),
  { role: "editor" },
  async (input, { workspaceId, userId, role }) => {
    const published = await publishFunnel(db(), {
      ...input,
      workspaceId,
      userId,
      role,
      now: engine().clock(),
      shortWaits: env().ALLOW_SHORT_WAITS,
      callReach: callReach(),
    });
    if (published.ok) await engine().hint([moving({ workspaceId, ...published.value })]);
    return published;
  },
);

export const inFlight = action(
  z.strictObject({
    funnelId,
    endings: z
      .array(
        z.strictObject({ ...ending.shape, through: z.string().max(64).nullable(), to: z.string().max(64) }),
      )
      .max(MOST_ENDINGS),
  }),
  { role: "editor" },
  async ({ funnelId, endings: asked }, { workspaceId }) => {
    const scope = { funnelId, workspaceId };
    if (!(await hasFunnel(db(), scope))) return gone();
    const [waiting, finished] = await Promise.all([
      peopleInFlight(db(), scope),
      countFinished(db(), scope, asked),
    ]);
    return ok({ waiting, finished });
  },
);

export const pause = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId }) =>
    (await setPaused(db(), { ...input, workspaceId, paused: true })) ? ok(null) : gone(),
);

export const resume = action(
  z.strictObject({ funnelId, backlog: backlogChoice.default({ do: "decide" }) }),
  { role: "editor" },
  async ({ funnelId, backlog: choice }, { workspaceId, userId }) =>
    (await resumeFunnel(engine(), { funnelId, workspaceId, userId, choice })) ? ok(null) : gone(),
);

export const backlog = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId }) =>
    (await hasFunnel(db(), { ...input, workspaceId }))
      ? ok(await backlogOf(db(), { ...input, workspaceId, now: engine().clock() }))
      : gone(),
);

export const previewEmail = action(
  z.strictObject({ funnelId, settings: emailSettings, dates: funnelDates.default([]) }),
  { role: "viewer" },
  async ({ funnelId, settings, dates: drawn }, { workspaceId }) => {
    const [workspace, last] = await Promise.all([
      findWorkspaceSettings(db(), { workspaceId }),
      lastEntryEvent(db(), { workspaceId, funnelId }),
    ]);
    const zone = firstZone(workspace?.timeZone);
    // Whoever is shown has just entered.
    const deadlines = fixDeadlines(drawn, { enteredAt: engine().clock(), zone });
    const dates = sayDates(drawn, zone, deadlines);
    const picture = new URL("/sample-item.svg", env().APP_URL).href;
    return ok(
      await previewMail(settings, { postalAddress: workspace?.postalAddress ?? "", last, dates, picture }),
    );
  },
);

export const retryStuckPeople = action(
  z.strictObject({ funnelId }),
  { role: "editor" },
  async (input, { workspaceId, userId }) => {
    const scope = { ...input, workspaceId, userId, now: engine().clock() };
    return ok({ retried: (await retryStuck(db(), scope)).length });
  },
);

export const decideHeldMail = action(
  z.strictObject({ funnelId, messageIds: z.array(z.uuid()).min(1).max(500), send: z.boolean() }),
  { role: "editor" },
  async (input, { workspaceId }) => ok({ decided: await decideHeld(engine(), { ...input, workspaceId }) }),
);
