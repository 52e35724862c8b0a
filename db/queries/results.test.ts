import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { countsOfFunnels, saveDraft } from "@/db/queries/funnels";
import { funnelResults } from "@/db/queries/results";
import { scratchDatabase } from "@/db/testing";
import { fold } from "@/lib/engine/fold";
import { publish } from "@/lib/engine/publish";
import { clicked, drawing, end, goal, mail, onEvent, wait } from "@/tests/engine/drawings";
import { buy, DAY, HOUR, makeWorkspace, publishFlow, stage, submit, subscriber } from "@/tests/engine/kit";
import { react } from "@/tests/engine/look";

let db: Pool;
let drop: () => Promise<void>;
// Each life begins on the same Monday, and a database does not go back in time.
beforeEach(async () => {
  ({ db, drop } = await scratchDatabase());
});
afterEach(() => drop());

const flow = drawing(
  {
    t: onEvent("signed up"),
    hello: mail("Hello"),
    asked: clicked("hello", DAY),
    buys: goal(),
    pause: wait(30 * DAY),
    bye: end("thanked"),
  },
  ["t > hello > asked", "asked:yes > buys > bye", "asked:no > pause"],
);

const [ada, bob, cem, dora] = ["Ada", "Bob", "Cem", "Dora"].map((name) => subscriber(name));

/** Four people: Ada clicks and buys, Bob clicks, Cem buys while he is asked, Dora does nothing. */
async function lived() {
  if (!ada || !bob || !cem || !dora) throw new Error("Four people take part.");
  const { time, engine, ...place } = await stage(db, flow);
  for (const who of [ada, bob, cem, dora]) await submit(engine, place.workspaceId, who, "signed up");
  await time.by(HOUR);
  for (const who of [ada, bob]) await react(engine, place, who, "hello", "clicked");
  await time.by(HOUR);
  await buy(engine, place.workspaceId, ada);
  await buy(engine, place.workspaceId, cem, { value: 1_050, currency: "USD" });
  await time.by(2 * DAY);
  return { ...place, time, engine };
}

describe("the numbers of a funnel", () => {
  test("are those of the lives that were led", async () => {
    const { workspaceId, funnelId } = await lived();
    const { totals, nodes } = await funnelResults(db, { workspaceId, funnelId });
    expect(totals).toEqual({ entered: 4, here: 2, converted: 2, revenue: { EUR: 4_900, USD: 1_050 } });
    const nothing = { revenue: {}, sent: 0, opened: 0, clicked: 0 };
    expect(nodes).toEqual({
      t: { ...nothing, entered: 4, here: 0, left: { next: 4 }, converted: 2 },
      hello: {
        ...nothing,
        entered: 4,
        here: 0,
        left: { next: 4 },
        converted: 2,
        sent: 4,
        opened: 2,
        clicked: 2,
      },
      asked: { ...nothing, entered: 4, here: 0, left: { yes: 2, no: 1, pulled: 1 }, converted: 2 },
      buys: {
        ...nothing,
        entered: 3,
        here: 1,
        left: { next: 2 },
        converted: 2,
        revenue: { EUR: 4_900, USD: 1_050 },
      },
      pause: { ...nothing, entered: 1, here: 1, left: {}, converted: 0 },
      bye: { ...nothing, entered: 2, here: 0, left: { ended: 2 }, converted: 2 },
    });
    expect(await countsOfFunnels(db, { workspaceId })).toEqual({
      [funnelId]: { entered: 4, here: 2, converted: 2 },
    });
  });

  test("are the same before, while and after they are added up", async () => {
    const { workspaceId, funnelId, time, engine } = await lived();
    const read = async () => [
      await funnelResults(db, { workspaceId, funnelId }),
      await countsOfFunnels(db, { workspaceId }),
    ];
    const before = await read();
    expect(await fold(db)).toBeGreaterThan(0);
    expect(await read()).toEqual(before);
    // Some added up, some still waiting.
    await submit(engine, workspaceId, subscriber("Eve"), "signed up");
    await time.by(HOUR);
    const more = await funnelResults(db, { workspaceId, funnelId });
    expect(more.totals).toMatchObject({ entered: 5, here: 3, converted: 2 });
    expect(more.nodes.hello).toMatchObject({ entered: 5, sent: 5 });
    await fold(db);
    expect(await funnelResults(db, { workspaceId, funnelId })).toEqual(more);
  });

  test("go on over versions, also of a step that is not drawn any more", async () => {
    const { workspaceId, funnelId, time, engine } = await lived();
    const draft = drawing({ came: onEvent("signed up"), hello: mail("Hello"), pause: wait(30 * DAY) }, [
      "came > hello > pause",
    ]);
    await saveDraft(db, { workspaceId, funnelId, revision: 1, draft, userId: null });
    const version = await publish(db, {
      workspaceId,
      funnelId,
      revision: null,
      userId: null,
      now: Date.now(),
      shortWaits: true,
    });
    expect(version).toMatchObject({ ok: true, value: { number: 2 } });
    await submit(engine, workspaceId, subscriber("Eve"), "signed up");
    await time.by(HOUR);
    const { totals, nodes } = await funnelResults(db, { workspaceId, funnelId });
    expect(totals).toMatchObject({ entered: 5, here: 3, converted: 2 });
    expect(nodes.hello).toMatchObject({ entered: 5, sent: 5 });
    expect(nodes.t).toMatchObject({ entered: 4 });
    expect(nodes.came).toMatchObject({ entered: 1 });
    expect(nodes.buys).toMatchObject({ entered: 3, here: 1 });
    expect((await countsOfFunnels(db, { workspaceId }))[funnelId]).toEqual({
      entered: 5,
      here: 3,
      converted: 2,
    });
  });

  test("are nobody else's", async () => {
    const { workspaceId, funnelId } = await lived();
    const stranger = await makeWorkspace(db);
    const own = await publishFlow(db, stranger, flow);
    const empty = { totals: { entered: 0, here: 0, converted: 0, revenue: {} }, nodes: {} };
    expect(await funnelResults(db, { workspaceId: stranger, funnelId })).toEqual(empty);
    expect(await funnelResults(db, { workspaceId, funnelId: own.funnelId })).toEqual(empty);
    expect(await countsOfFunnels(db, { workspaceId: stranger })).toEqual({});
  });
});
