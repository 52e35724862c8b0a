import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { errand, funnel, member, user } from "@/db/schema";
import { fastForward } from "@/lib/engine/fast-forward";
import type { CallWeb, WebAnswer, WebCall } from "@/lib/engine/web/call-web";
import { webhookSecretFrom } from "@/lib/engine/web/webhook-secret";
import { ownDatabase } from "@/tests/engine/database";
import { asks, drawing, mail, onEvent, wait } from "@/tests/engine/drawings";
import {
  anyToken,
  DAY,
  HOUR,
  MONDAY,
  makeWorkspace,
  publishFlow,
  submit,
  subscriber,
} from "@/tests/engine/kit";
import { enrollmentOf, mailsOf, pathOf } from "@/tests/engine/look";
import { advance } from "../advance";
import { dueErrands } from "./due-errands";
import { runErrands } from "./run-errands";

const own = ownDatabase();
const ada = subscriber("Ada");
const well: WebAnswer = { came: "answer", status: 200, body: '{"score":7}', retryAfterMs: null };
const busy: WebAnswer = { came: "answer", status: 503, body: "", retryAfterMs: null };

const flow = drawing(
  {
    t: onEvent("joined"),
    call: { type: "webhook", data: { url: "https://crm.example.org/hooks" } },
    fine: wait(DAY),
    sorry: mail("Sorry"),
  },
  ["t > call > fine", "call:failed > sorry"],
);

async function called(answers: (WebAnswer | "slow")[], drawn = flow, settings = {}) {
  const calls: WebCall[] = [];
  const times: number[] = [];
  const callWeb: CallWeb = async (call) => {
    calls.push(call);
    times.push(time.now());
    const answer = answers[Math.min(calls.length, answers.length) - 1] ?? well;
    return answer === "slow" ? { came: "nothing", because: "No answer in 10 seconds." } : answer;
  };
  const workspaceId = await makeWorkspace(own.db, settings);
  const place = await publishFlow(own.db, workspaceId, drawn);
  const time = fastForward(own.db, { start: MONDAY, token: anyToken, callWeb, only: { workspaceId } });
  await submit(time.engine, workspaceId, ada, "joined", { properties: { plan: "pro" } });
  return { ...place, time, calls, times, workspaceId };
}

const errandOf = async (workspaceId: string) => {
  const [row] = await own.db.select().from(errand).where(eq(errand.workspaceId, workspaceId));
  if (!row) throw new Error("Nothing was asked for.");
  return row;
};

describe("a webhook", () => {
  test("is told once who it is about and by what they came, signed, and its answer is kept", async () => {
    const { time, calls, workspaceId, ...place } = await called([well]);
    await time.settle();
    await time.by(HOUR);
    expect(calls).toHaveLength(1);
    const [call] = calls;
    expect(call?.url).toBe("https://crm.example.org/hooks");
    const secret = webhookSecretFrom("fast-forward")(workspaceId);
    vi.setSystemTime(MONDAY);
    const said = new Webhook(secret).verify(call?.body ?? "", call?.headers ?? {});
    vi.useRealTimers();
    expect(said).toMatchObject({
      type: "funnel.step",
      data: {
        test: false,
        step: { id: "call" },
        contact: { email: "ada@example.org" },
        event: { name: "joined", properties: { plan: "pro" } },
      },
    });
    expect(() =>
      new Webhook(webhookSecretFrom("other")(workspaceId)).verify(call?.body ?? "", call?.headers ?? {}),
    ).toThrow();
    expect(await pathOf(own.db, { workspaceId, ...place }, ada)).toEqual(["t:next", "call:next", "fine"]);
    expect(await errandOf(workspaceId)).toMatchObject({ state: "done", attempts: 1, answer: { score: 7 } });
  });

  test("may answer what a later condition asks and a later email prints", async () => {
    const score = (name: string) => ({ type: "merge" as const, path: `answer.${name}`, fallback: "no" });
    const subject = [{ type: "text" as const, text: "Score " }, score("score"), score("missing")];
    const asked = drawing(
      {
        t: onEvent("joined"),
        call: { type: "webhook", data: { url: "https://crm.example.org/hooks" } },
        ask: asks({ test: "answer", property: "score", is: "more", value: "5" }, 0),
        high: mail("High", { subject }),
        low: mail("Low"),
      },
      ["t > call > ask", "ask:yes > high", "ask:no > low"],
    );
    const { time, workspaceId, ...place } = await called([well], asked);
    await time.settle();
    const here = { workspaceId, ...place };
    expect(await pathOf(own.db, here, ada)).toEqual(["t:next", "call:next", "ask:yes", "high:next"]);
    const [sent] = await mailsOf(own.db, here, ada);
    expect(sent?.frozen?.subject).toBe("Score 7no");
  });

  test("that does not answer is called again with the same id and words, later each time", async () => {
    const { time, calls, times, workspaceId, ...place } = await called([busy, "slow", busy, well]);
    await time.by(DAY / 2);
    expect(times.map((at) => Math.round((at - MONDAY) / 1_000))).toEqual([0, 10, 70, 370]);
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
    expect(new Set(calls.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await pathOf(own.db, { workspaceId, ...place }, ada)).toContain("call:next");
  });

  test("that never answers lets people go by “failed” after six calls", async () => {
    const { time, calls, workspaceId, ...place } = await called([busy]);
    await time.by(DAY);
    expect(calls).toHaveLength(6);
    expect(await pathOf(own.db, { workspaceId, ...place }, ada)).toContain("call:failed");
    expect(await errandOf(workspaceId)).toMatchObject({ state: "failed", reason: "It answered with 503." });
  });

  test.each<[string, WebAnswer]>([
    ["says no", { came: "answer", status: 404, body: "", retryAfterMs: null }],
    ["must not be called", { came: "refused", because: "This address leads into a private network." }],
  ])("that %s is not called again", async (_, answer) => {
    const { time, calls, workspaceId, ...place } = await called([answer]);
    await time.by(DAY / 2);
    expect(calls).toHaveLength(1);
    expect(await pathOf(own.db, { workspaceId, ...place }, ada)).toContain("call:failed");
  });

  test("waits as long as it is told to", async () => {
    const later: WebAnswer = { came: "answer", status: 429, body: "", retryAfterMs: 600_000 };
    const { time, times } = await called([later, well]);
    await time.by(HOUR);
    expect(times.map((at) => Math.round((at - MONDAY) / 1_000))).toEqual([0, 600]);
  });

  test.each([
    ["deeper than can be read", `${"[".repeat(32_000)}${"]".repeat(32_000)}`],
    ["a half character", '{"name":"\\ud800"}'],
  ])("with %s for an answer is not called again", async (_, body) => {
    const { time, calls, workspaceId, ...place } = await called([{ ...well, body } as WebAnswer]);
    await time.by(DAY / 2);
    expect(calls).toHaveLength(1);
    expect(await pathOf(own.db, { workspaceId, ...place }, ada)).toContain("call:next");
    expect(await errandOf(workspaceId)).toMatchObject({ state: "done", answer: null });
  });

  test("is not called while the funnel is paused, nor ever from the demo workspace", async () => {
    const { time, calls, funnelId } = await called([busy, well]);
    await time.settle();
    await own.db.update(funnel).set({ status: "paused" }).where(eq(funnel.id, funnelId));
    await time.by(HOUR);
    expect(calls).toHaveLength(1);
    await own.db.update(funnel).set({ status: "live" }).where(eq(funnel.id, funnelId));
    await time.settle();
    expect(calls).toHaveLength(2);
    const demo = await called([well], flow, { demo: true });
    await demo.time.settle();
    expect(demo.calls).toHaveLength(0);
    expect(await errandOf(demo.workspaceId)).toMatchObject({ state: "failed" });
  });

  test("several processes at once call once, and what two runs of one person ask is asked once", async () => {
    const { time, calls, workspaceId, ...place } = await called([well]);
    const { id: enrollmentId, generation } = await enrollmentOf(own.db, { workspaceId, ...place }, ada);
    const again = () => advance(time.engine, { workspaceId, enrollmentId, generation });
    await Promise.all([again(), again()]);
    await Promise.all(Array.from({ length: 4 }, () => runErrands(time.engine, { only: { workspaceId } })));
    expect(calls).toHaveLength(1);
  });

  test("of a workspace with many keeps no other workspace waiting", async () => {
    const comes = async ({ time, ...place }: Awaited<ReturnType<typeof called>>, who: typeof ada) => {
      await submit(time.engine, place.workspaceId, who, "joined");
      const { id: enrollmentId, generation } = await enrollmentOf(own.db, place, who);
      await advance(time.engine, { workspaceId: place.workspaceId, enrollmentId, generation });
    };
    const many = await called([well]);
    for (const name of ["Ada", "Bob", "Cem"]) await comes(many, subscriber(name));
    const later = await called([well]);
    await comes(later, ada);
    const due = await dueErrands({ ...many.time.engine, clock: () => MONDAY + HOUR }, { most: 100 });
    const ours = new Set([many.workspaceId, later.workspaceId]);
    const order = due.flatMap(({ workspaceId }) => (ours.has(workspaceId) ? [workspaceId] : []));
    expect(order).toHaveLength(4);
    expect(order.slice(0, 2)).toContain(later.workspaceId);
  });

  test("that cannot even be made is tried again, and in the end people go on by “failed”", async () => {
    const noted = vi.spyOn(console, "error").mockImplementation(() => {});
    const { time, calls, workspaceId, ...place } = await called([well]);
    time.engine.webhookSecret = () => {
      throw new Error("There is no key.");
    };
    await time.by(DAY);
    expect(calls).toHaveLength(0);
    expect(noted).toHaveBeenCalled();
    noted.mockRestore();
    expect(await pathOf(own.db, { workspaceId, ...place }, ada)).toContain("call:failed");
    expect(await errandOf(workspaceId)).toMatchObject({ state: "failed", reason: "There is no key." });
  });

  test("whoever holds it and dies leaves it to somebody else, who says the same", async () => {
    const { time, calls, workspaceId } = await called([busy, well]);
    await time.settle();
    const { id } = await errandOf(workspaceId);
    await own.db
      .update(errand)
      .set({ leasedUntil: new Date(Date.now() + 60_000), nextAttemptAt: 0 })
      .where(eq(errand.id, id));
    await runErrands(time.engine, { only: { workspaceId } });
    expect(calls).toHaveLength(1);
    await own.db
      .update(errand)
      .set({ leasedUntil: new Date(Date.now() - 1_000) })
      .where(eq(errand.id, id));
    await runErrands(time.engine, { only: { workspaceId } });
    expect(calls.map(({ body }) => body)).toEqual([calls[0]?.body, calls[0]?.body]);
  });
});

describe("a word to a teammate", () => {
  afterEach(() => vi.restoreAllMocks());

  test("goes to a member, says about whom, and keeps nobody waiting", async () => {
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    const workspaceId = await makeWorkspace(own.db);
    const maria = { id: randomUUID(), name: "Maria", email: `maria-${workspaceId}@example.org` };
    await own.db.insert(user).values(maria);
    await own.db.insert(member).values({ id: randomUUID(), workspaceId, userId: maria.id, role: "owner" });
    const tell = { type: "notify" as const, data: { to: maria.email, note: "Please call." } };
    const drawn = drawing({ t: onEvent("joined"), tell, on: wait(DAY) }, ["t > tell > on"]);
    const place = await publishFlow(own.db, workspaceId, drawn);
    const time = fastForward(own.db, { start: MONDAY, token: anyToken, only: { workspaceId } });
    await submit(time.engine, workspaceId, ada, "joined");
    await time.settle();
    await time.by(HOUR);
    expect(await pathOf(own.db, place, ada)).toEqual(["t:next", "tell:next", "on"]);
    const lines = said.mock.calls.flat().filter((line) => String(line).includes(maria.email));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`/funnels/${place.funnelId}/people/`);
    expect(await errandOf(workspaceId)).toMatchObject({ kind: "notify", state: "done" });
  });

  test("is not said to somebody who has left the team", async () => {
    const workspaceId = await makeWorkspace(own.db);
    const maria = { id: randomUUID(), name: "Maria", email: `maria-${workspaceId}@example.org` };
    await own.db.insert(user).values(maria);
    await own.db.insert(member).values({ id: randomUUID(), workspaceId, userId: maria.id, role: "owner" });
    const tell = { type: "notify" as const, data: { to: maria.email, note: "" } };
    await publishFlow(own.db, workspaceId, drawing({ t: onEvent("joined"), tell }, ["t > tell"]));
    await own.db.delete(member).where(eq(member.userId, maria.id));
    const time = fastForward(own.db, { start: MONDAY, token: anyToken, only: { workspaceId } });
    await submit(time.engine, workspaceId, ada, "joined");
    await time.settle();
    expect(await errandOf(workspaceId)).toMatchObject({ kind: "notify", state: "failed" });
  });
});
