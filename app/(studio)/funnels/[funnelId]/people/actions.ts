"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { listStartable } from "@/db/queries/startable";
import { actOnMany, startMany } from "@/lib/engine/act-on-many";
import { engine } from "@/lib/engine/current";
import { retryStuck } from "@/lib/engine/stuck";
import { isAsked, peopleCursor, which } from "@/lib/flow/people";
import { ok, problem } from "@/lib/result";
import { peoplePart } from "./people-part";

/** As many as one call takes: the page sends more of them one after the other, and says how far it is. */
const MOST_AT_ONCE = 50;

const nodeId = z.string().min(1).max(64);
const funnelId = z.uuid();
const tooMany = `Choose at most ${MOST_AT_ONCE} people at once.`;
const people = z.array(z.strictObject({ id: z.uuid(), visit: z.int().min(1) }));

export const morePeople = action(
  z.strictObject({
    funnelId,
    which,
    nodeId: nodeId.optional(),
    path: z.string().min(1).max(40).optional(),
    search: z.string().max(120),
    cursor: peopleCursor.nullable(),
  }),
  { role: "viewer" },
  async (input, { workspaceId }) =>
    isAsked(input)
      ? ok(await peoplePart({ ...input, workspaceId }))
      : problem("bad-input", "This list needs a step. Choose one."),
);

export const takeInHand = action(
  z.strictObject({
    funnelId,
    wish: z.discriminatedUnion("do", [
      z.strictObject({ do: z.literal("skip") }),
      z.strictObject({ do: z.literal("move"), to: nodeId }),
      z.strictObject({ do: z.literal("remove") }),
    ]),
    people: people.min(1, "Choose somebody.").max(MOST_AT_ONCE, tooMany),
    rehearse: z.boolean(),
  }),
  { role: "editor" },
  async ({ funnelId, wish, people, rehearse }, { workspaceId, userId }) => {
    // Whoever has moved on is still removed; nobody is skipped or moved from where they no longer are.
    const each = people.map(({ id, visit }) => ({ id, visit: wish.do === "remove" ? null : visit, wish }));
    return ok(await actOnMany(engine(), { workspaceId, funnelId, userId, people: each }, { rehearse }));
  },
);

export const takeBack = action(
  z.strictObject({
    funnelId,
    acts: z
      .array(z.strictObject({ id: z.uuid(), actId: z.uuid() }))
      .min(1)
      .max(MOST_AT_ONCE, tooMany),
  }),
  { role: "editor" },
  async ({ funnelId, acts }, { workspaceId, userId }) => {
    const each = acts.map(({ id, actId }) => ({
      id,
      visit: null,
      wish: { do: "return" as const, actId },
    }));
    return ok(
      await actOnMany(engine(), { workspaceId, funnelId, userId, people: each }, { rehearse: false }),
    );
  },
);

export const retryPeople = action(
  z.strictObject({ funnelId, ids: z.array(z.uuid()).min(1).max(MOST_AT_ONCE, tooMany) }),
  { role: "editor" },
  async ({ funnelId, ids }, { workspaceId, userId }) => {
    const scope = { workspaceId, funnelId, userId, now: engine().clock(), enrollmentIds: ids };
    const retried = new Set(await retryStuck(db(), scope));
    return ok({
      done: ids.filter((id) => retried.has(id)).map((id) => ({ id, actId: null })),
      refused: ids
        .filter((id) => !retried.has(id))
        .map((id) => ({ id, because: "Nothing is wrong with them: they can go on." })),
      mails: [],
    });
  },
);

export const startFunnel = action(
  z.strictObject({
    funnelId,
    contactIds: z.array(z.uuid()).min(1, "Choose somebody.").max(MOST_AT_ONCE, tooMany),
    triggerId: nodeId.nullable(),
    key: z.string().trim().max(200, "At most 200 characters.").nullable(),
    requestId: z.uuid(),
    rehearse: z.boolean(),
  }),
  { role: "editor" },
  async ({ rehearse, ...input }, { workspaceId, userId }) =>
    ok(await startMany(engine(), { ...input, workspaceId, userId }, { rehearse })),
);

export const startableFunnels = action(z.strictObject({}), { role: "viewer" }, async (_, { workspaceId }) =>
  ok(await listStartable(db(), { workspaceId })),
);
