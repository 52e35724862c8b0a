import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import {
  createFunnel,
  findForm,
  findFunnel,
  hasFunnel,
  listFunnels,
  renameFunnel,
  saveDraft,
  setPaused,
} from "@/db/queries/funnels";
import { message, user } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { publish } from "@/lib/engine/publish";
import { emptyFlow } from "@/lib/flow/flow";
import { drawing, end, goal, mail, onEvent, onForm } from "@/tests/engine/drawings";
import { HOUR, makeWorkspace, publishFlow, stage, submit, subscriber } from "@/tests/engine/kit";

let db: Pool;
let drop: () => Promise<void>;
let workspaceId: string;
let stranger: string;
beforeAll(async () => {
  ({ db, drop } = await scratchDatabase());
  workspaceId = await makeWorkspace(db);
  stranger = await makeWorkspace(db);
  await db.insert(user).values([
    { id: "mia", name: "Mia", email: "mia@example.org", emailVerified: true },
    { id: "tom", name: "Tom", email: "tom@example.org", emailVerified: true },
  ]);
});
afterAll(() => drop());

const flow = drawing({ t: onForm(), hello: mail("Hello"), buys: goal(), bye: end() }, [
  "t > hello > buys > bye",
]);
const make = (name = "Welcome") => createFunnel(db, { workspaceId, name, userId: "mia", draft: flow });

describe("a draft", () => {
  test("is saved on top of the revision it was made from, and on no other", async () => {
    const { id: funnelId, revision } = await make();
    const draft = emptyFlow();
    expect(await saveDraft(db, { workspaceId, funnelId, revision, draft, userId: "tom" })).toEqual({
      saved: true,
      revision: revision + 1,
    });
    const late = await saveDraft(db, { workspaceId, funnelId, revision, draft: flow, userId: "mia" });
    expect(late).toEqual({ saved: false, because: "stale", by: "Tom", at: expect.any(Date) });
    expect((await findFunnel(db, { workspaceId, funnelId }))?.draft).toEqual(draft);
  });

  test("saved twice at once on the same revision is saved once", async () => {
    const { id: funnelId, revision } = await make();
    const saves = await Promise.all(
      ["mia", "tom", null].map((userId) =>
        saveDraft(db, { workspaceId, funnelId, revision, draft: flow, userId }),
      ),
    );
    expect(saves.filter((one) => one.saved)).toHaveLength(1);
    expect((await findFunnel(db, { workspaceId, funnelId }))?.revision).toBe(revision + 1);
  });

  test("of a funnel that is gone is not saved", async () => {
    const funnelId = "00000000-0000-4000-8000-000000000000";
    expect(await saveDraft(db, { workspaceId, funnelId, revision: 1, draft: flow, userId: null })).toEqual({
      saved: false,
      because: "gone",
    });
  });
});

test("another workspace's funnel looks like none", async () => {
  const { id: funnelId, revision } = await make();
  const scope = { workspaceId: stranger, funnelId };
  expect(await findFunnel(db, scope)).toBeNull();
  expect(await hasFunnel(db, scope)).toBe(false);
  expect(await renameFunnel(db, { ...scope, name: "Mine" })).toBe(false);
  expect(await setPaused(db, { ...scope, paused: true })).toBe(false);
  expect(await saveDraft(db, { ...scope, revision, draft: emptyFlow(), userId: "tom" })).toEqual({
    saved: false,
    because: "gone",
  });
  expect((await listFunnels(db, { workspaceId: stranger })).map(({ id }) => id)).not.toContain(funnelId);
  expect(await findFunnel(db, { workspaceId, funnelId })).toMatchObject({
    name: "Welcome",
    revision,
    draft: flow,
  });
  expect(await hasFunnel(db, { workspaceId, funnelId })).toBe(true);
});

describe("unpublished changes", () => {
  const live = async () => {
    const made = await make();
    await publish(db, {
      workspaceId,
      funnelId: made.id,
      revision: null,
      userId: null,
      now: Date.now(),
      shortWaits: true,
    });
    const save = (draft: typeof flow) =>
      saveDraft(db, { workspaceId, funnelId: made.id, revision: made.revision, draft, userId: null });
    const isChanged = async () => {
      const found = await findFunnel(db, { workspaceId, funnelId: made.id });
      const [listed] = (await listFunnels(db, { workspaceId })).filter(({ id }) => id === made.id);
      expect(listed?.changed).toBe(found?.changed);
      return found?.changed;
    };
    return { save, isChanged };
  };

  test("are none after publishing, nor where only cards were moved", async () => {
    const { save, isChanged } = await live();
    expect(await isChanged()).toBe(false);
    await save({
      ...flow,
      nodes: flow.nodes.toReversed().map((node) => ({ ...node, position: { x: 7, y: node.position.y + 9 } })),
      edges: flow.edges.toReversed().map((edge) => ({ ...edge, id: `${edge.id}-again` })),
    });
    expect(await isChanged()).toBe(false);
  });

  test("are none where only notes were written", async () => {
    const { save, isChanged } = await live();
    const note = {
      id: "note-1",
      type: "note" as const,
      position: { x: 0, y: 0 },
      data: { text: "Ask Maya." },
    };
    await save({ ...flow, nodes: [...flow.nodes, note] });
    expect(await isChanged()).toBe(false);
  });

  test.each([
    [
      "a word of a step",
      {
        ...flow,
        nodes: flow.nodes.map((node) =>
          node.id === "bye" ? { ...node, data: { reason: "thanked" } } : node,
        ),
      },
    ],
    ["a line", { ...flow, edges: flow.edges.slice(1) }],
    ["every line", { ...flow, edges: [] }],
    ["who may enter", { ...flow, entry: { rule: "per-key" as const, property: "cartId" } }],
  ])("are there when %s differs", async (_, draft) => {
    const { save, isChanged } = await live();
    await save(draft as typeof flow);
    expect(await isChanged()).toBe(true);
  });

  test("are none of a draft that was never published", async () => {
    const { id: funnelId } = await make();
    expect((await findFunnel(db, { workspaceId, funnelId }))?.changed).toBe(false);
  });
});

describe("the list", () => {
  test("says whether there is a goal: of what is live, or of the draft", async () => {
    const own = await makeWorkspace(db);
    const without = drawing({ t: onEvent("came"), bye: end() }, ["t > bye"]);
    const { funnelId } = await publishFlow(db, own, without);
    await saveDraft(db, { workspaceId: own, funnelId, revision: 1, draft: flow, userId: null });
    await createFunnel(db, { workspaceId: own, name: "Draft", userId: null, draft: flow });
    const rows = await listFunnels(db, { workspaceId: own });
    expect(rows.map(({ name, hasGoal, status }) => [name, status, hasGoal])).toEqual([
      ["Draft", "draft", true],
      ["Funnel", "live", false],
    ]);
  });

  test("counts mail that waits for a decision, each funnel its own", async () => {
    const { time, engine, ...place } = await stage(
      db,
      drawing({ t: onEvent("came"), hello: mail("Hi") }, ["t > hello"]),
    );
    await publishFlow(db, place.workspaceId, flow);
    for (const name of ["Ada", "Bob"]) await submit(engine, place.workspaceId, subscriber(name), "came");
    await time.by(HOUR);
    await db.update(message).set({ state: "held" }).where(sql`workspace_id = ${place.workspaceId}`);
    const rows = await listFunnels(db, { workspaceId: place.workspaceId });
    expect(Object.fromEntries(rows.map(({ id, late }) => [id === place.funnelId, late]))).toEqual({
      true: 2,
      false: 0,
    });
  });
});

describe("the address of a form", () => {
  const slugOf = async (name: string) => {
    const { id: funnelId } = await make(name);
    return (await findFunnel(db, { workspaceId, funnelId }))?.formSlug ?? "";
  };

  test.each([
    ["Grüße für Straße 7", /^grusse-fur-strasse-7-[0-9a-f]{8}$/],
    ["ようこそ 🎉", /^form-[0-9a-f]{8}$/],
    ["../../etc?x=1#y", /^etc-x-1-y-[0-9a-f]{8}$/],
    ["x".repeat(120), /^x{40}-[0-9a-f]{8}$/],
  ])("of “%s” can be read and typed", async (name, address) => {
    expect(await slugOf(name)).toMatch(address);
  });

  test("is each funnel's own and leads to its live flow", async () => {
    expect(await slugOf("Same")).not.toBe(await slugOf("Same"));
    const slug = await slugOf("Not yet");
    expect(await findForm(db, slug)).toMatchObject({ slug, workspaceId, status: "draft", flow: null });
    expect(await findForm(db, "no-such-form")).toBeNull();
  });
});
