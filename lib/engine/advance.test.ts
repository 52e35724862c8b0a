import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { enrollment, funnel, message, visit, workspace, workspaceSettings } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import { flow } from "@/lib/flow/flow";
import { fastForward } from "./fast-forward";
import { ingest } from "./ingest";
import { publish } from "./publish";

let db: Pool;
let drop: () => Promise<void>;
beforeAll(async () => ({ db, drop } = await scratchDatabase()));
afterAll(() => drop());

test("smoke", async () => {
  await db.insert(workspace).values({ id: "w", name: "W", slug: "w" });
  await db.insert(workspaceSettings).values({
    workspaceId: "w",
    postalAddress: "1 Street",
    senderName: "W",
    senderEmail: "w@w.dev",
    opens: "all",
  });
  const email = (n: string) => ({
    kind: "marketing",
    subject: [{ type: "text", text: n }],
    body: [
      { type: "paragraph", content: [{ type: "text", text: "hi" }] },
      { type: "button", label: "Go", link: "https://example.org/x" },
    ],
  });
  const at = { x: 0, y: 0 };
  const draft = flow.parse({
    nodes: [
      { id: "t", type: "trigger", position: at, data: { on: "event", event: "signed up" } },
      { id: "e1", type: "email", position: at, data: email("One") },
      { id: "w1", type: "wait", position: at, data: { forMs: 86400000 } },
      {
        id: "c",
        type: "condition",
        position: at,
        data: { rule: { groups: [{ tests: [{ test: "clicked", email: "e1" }] }] }, patienceMs: 172800000 },
      },
      { id: "g", type: "goal", position: at, data: {} },
      { id: "e2", type: "email", position: at, data: email("Two") },
    ],
    edges: [
      { id: "1", source: "t", sourceHandle: "next", target: "e1" },
      { id: "2", source: "e1", sourceHandle: "next", target: "w1" },
      { id: "3", source: "w1", sourceHandle: "next", target: "c" },
      { id: "4", source: "c", sourceHandle: "yes", target: "g" },
      { id: "5", source: "c", sourceHandle: "no", target: "e2" },
    ],
  });
  const [f] = await db.insert(funnel).values({ workspaceId: "w", name: "F", draft }).returning();
  const published = await publish(db, {
    workspaceId: "w",
    funnelId: f!.id,
    revision: null,
    userId: null,
    shortWaits: false,
  });
  expect(published).toMatchObject({ ok: true });
  const ff = fastForward(db, {
    start: Date.UTC(2026, 0, 1),
    token: () => randomBytes(16).toString("base64url"),
  });
  const r = await ingest(ff.engine, {
    workspaceId: "w",
    input: {
      id: "s1",
      name: "signed up",
      email: "a@b.dev",
      properties: {},
      declarations: [{ purpose: "marketing", given: true, source: "form:x" }],
    },
  });
  expect(r).toMatchObject({ ok: true });
  await ff.by(5 * 86400000);
  const [e] = await db.select().from(enrollment).where(eq(enrollment.workspaceId, "w"));
  console.log(
    e,
    await db.select({ n: visit.nodeId, exit: visit.exit, by: visit.by }).from(visit),
    await db.select({ s: message.state, r: message.reason }).from(message),
  );
});
