import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleFlow } from "@/app/_rest/example-flow";
import { archiveFunnel } from "@/db/queries/archive";
import { funnelVersion } from "@/db/schema";
import { call } from "./call";
import { makeRestWorld, type RestWorld } from "./world";

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world?.drop());

const make = async (body: object = { flow: exampleFlow }) => {
  const made = await call({
    method: "POST",
    path: "/api/v1/funnels",
    body: { name: "Another", ...body },
    key: world.key,
  });
  return made.body.id as string;
};
const of = (funnelId: string, method: "GET" | "POST" | "PUT", rest = "", body?: unknown) =>
  call({
    method,
    path: `/api/v1/funnels/{funnelId}${rest}`,
    params: { funnelId },
    key: world.key,
    ...(body === undefined ? {} : { body }),
  });

test("a funnel read can be sent back as its draft", async () => {
  const id = await make();
  const { body: read } = await of(id, "GET");
  expect(read).toMatchObject({ name: "Another", status: "draft", revision: 1, changed: false, live: null });
  expect(read.formUrl).toMatch(/^http:\/\/localhost:3000\/f\/another-/);
  const saved = await of(id, "PUT", "/draft", { revision: read.revision, flow: read.flow });
  expect([saved.status, saved.body]).toEqual([200, { revision: 2 }]);
  expect((await of(id, "GET")).body.flow).toEqual(read.flow);
});

test("a draft on top of an older revision is refused with who was faster, and nothing is saved", async () => {
  const id = await make();
  await of(id, "PUT", "/draft", { revision: 1, flow: exampleFlow });
  const before = await world.state();
  const late = await of(id, "PUT", "/draft", { revision: 1, flow: { nodes: [], edges: [] } });
  expect(late.status).toBe(409);
  expect(late.body.error).toMatchObject({ code: "stale", path: ["revision"] });
  expect(late.body.error.message).toMatch(/^Somebody changed this funnel .* Nothing was saved/);
  expect(await world.state()).toEqual(before);
});

const at = { x: 0, y: 0 };
const wrong: [string, object, (string | number)[]][] = [
  [
    "an unknown field of a step",
    { nodes: [{ id: "e", type: "end", position: at, data: {}, note: 1 }], edges: [] },
    ["nodes", 0, "note"],
  ],
  [
    "an unknown setting",
    { nodes: [{ id: "e", type: "end", position: at, data: { resaon: "" } }], edges: [] },
    ["nodes", 0, "data", "resaon"],
  ],
  [
    "an unknown kind of step",
    { nodes: [{ id: "e", type: "fax", position: at, data: {} }], edges: [] },
    ["nodes", 0, "type"],
  ],
  [
    "a line to nowhere",
    { nodes: [], edges: [{ id: "a", source: "a", sourceHandle: "next", target: "b" }] },
    ["edges", 0],
  ],
  [
    "too many steps",
    {
      nodes: Array.from({ length: 1001 }, (_, i) => ({ id: `e${i}`, type: "end", position: at, data: {} })),
      edges: [],
    },
    ["nodes"],
  ],
];
test.each(wrong)("a flow with %s is refused with the way to it", async (_name, flow, path) => {
  const id = await make();
  const before = await world.state();
  for (const answered of [
    await of(id, "PUT", "/draft", { revision: 1, flow }),
    await call({ method: "POST", path: "/api/v1/funnels", body: { name: "Wrong", flow }, key: world.key }),
  ]) {
    expect([answered.status, answered.body.error.path]).toEqual([400, ["flow", ...path.map(String)]]);
  }
  expect(await world.state()).toEqual(before);
});

describe("Publish", () => {
  test("makes one version of one draft, however often it is asked, with a body or without", async () => {
    const id = await make();
    const first = await of(id, "POST", "/publish");
    expect([first.status, first.body.number]).toEqual([200, 1]);
    const again = [await of(id, "POST", "/publish", {}), await of(id, "POST", "/publish", { revision: 1 })];
    expect(again.map(({ body }) => body)).toEqual([first.body, first.body]);
    const versions = await world.db.select().from(funnelVersion).where(eq(funnelVersion.funnelId, id));
    expect(versions).toHaveLength(1);
    const { body: read } = await of(id, "GET");
    expect(read).toMatchObject({ status: "live", live: { versionId: first.body.versionId, number: 1 } });
    await of(id, "PUT", "/draft", { revision: 1, flow: { nodes: [], edges: [] } });
    expect((await of(id, "GET")).body).toMatchObject({ changed: true, revision: 2, live: { number: 1 } });
  });

  test("says every sentence that stands in the way, and publishes nothing", async () => {
    const lonely = { id: "c", type: "condition", position: at, data: {} };
    const id = await make({ flow: { nodes: [lonely], edges: [] } });
    const before = await world.state();
    const { status, body } = await of(id, "POST", "/publish");
    expect([status, body.error.code]).toEqual([422, "blocked"]);
    expect(body.error.message.split("\n").length).toBeGreaterThan(2);
    expect(body.error.message).toContain("Nobody can enter yet. Add a trigger at the top.");
    expect(await world.state()).toEqual(before);
  });

  test("of a revision that is no longer the draft is refused", async () => {
    const id = await make();
    await of(id, "PUT", "/draft", { revision: 1, flow: exampleFlow });
    const answered = await of(id, "POST", "/publish", { revision: 1 });
    expect([answered.status, answered.body.error.code]).toEqual([409, "stale"]);
    expect((await of(id, "GET")).body.status).toBe("draft");
  });
});

test("pausing and resuming again changes nothing; a funnel that was never published can do neither", async () => {
  const id = await make();
  for (const act of ["/pause", "/resume"]) {
    const answered = await of(id, "POST", act);
    expect([answered.status, answered.body.error.code]).toEqual([409, "not_published"]);
  }
  await of(id, "POST", "/publish");
  for (const [act, status] of [
    ["/pause", "paused"],
    ["/resume", "live"],
  ]) {
    for (let times = 0; times < 2; times++) {
      const answered = await of(id, "POST", act);
      expect([answered.status, answered.body]).toEqual([200, { id, status }]);
    }
    expect((await of(id, "GET")).body.status).toBe(status);
  }
});

test("an archived funnel is not there", async () => {
  const id = await make();
  await of(id, "POST", "/publish");
  await archiveFunnel(world.db, { workspaceId: world.workspaceId, funnelId: id });
  const before = await world.state();
  const answers = [
    await of(id, "GET"),
    await of(id, "GET", "/stats"),
    await of(id, "GET", "/enrollments"),
    await of(id, "PUT", "/draft", { revision: 1, flow: exampleFlow }),
    await of(id, "POST", "/publish"),
    await of(id, "POST", "/pause"),
    await of(id, "POST", "/resume"),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
  expect(await world.state()).toEqual(before);
  const list = await call({
    method: "GET",
    path: "/api/v1/funnels",
    query: { limit: "100" },
    key: world.key,
  });
  expect(list.body.data.map((one: { id: string }) => one.id)).not.toContain(id);
});

describe("a funnel is made once per Idempotency-Key", () => {
  const ask = (key: string, body: object = { name: "Once", flow: exampleFlow }, opener = world.key) =>
    call({
      method: "POST",
      path: "/api/v1/funnels",
      key: opener,
      body,
      headers: { "Idempotency-Key": key },
    });
  const made = async () => (await world.sql`select id from funnel where name = 'Once'`).length;

  test("asked again, also at the same moment, it is the same answer, and nothing is made", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask("order-1")));
    answers.push(await ask("order-1", { flow: exampleFlow, name: " Once " }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await made()).toBe(1);
  });

  test("with another body it is refused; another workspace and another key are others", async () => {
    const before = await world.state();
    const other = await ask("order-1", { name: "Once" });
    expect([other.status, other.body.error.code]).toEqual([422, "other_request"]);
    expect(await world.state()).toEqual(before);
    expect((await ask("order-1", undefined, world.strangerKey)).status).toBe(201);
    expect((await ask("order-2")).status).toBe(201);
    expect(await made()).toBe(3);
  });

  test("what went wrong can be sent again, and after a day a key is free", async () => {
    expect((await ask("order-3", { name: "" })).status).toBe(400);
    const first = await ask("order-3");
    expect(first.status).toBe(201);
    await world.sql`update given_answer set created_at = now() - interval '23 hours' where key = 'order-3'`;
    expect((await ask("order-3")).body).toEqual(first.body);
    await world.sql`update given_answer set created_at = now() - interval '25 hours' where key = 'order-3'`;
    expect((await ask("order-3")).body.id).not.toBe(first.body.id);
  });

  test.each(["", "with blanks", "x".repeat(201), "ä"])("a key that is none is refused: %j", async (key) => {
    const answered = await ask(key);
    expect([answered.status, answered.body.error.message]).toEqual([
      400,
      "Idempotency-Key has 1 to 200 letters, digits and signs, without blanks.",
    ]);
  });
});

test("a funnel is made from a template, or from a flow, not from both", async () => {
  const id = await make({ template: "abandoned-cart" });
  const { body: read } = await of(id, "GET");
  expect(read.flow.nodes.filter(({ type }: { type: string }) => type === "email").length).toBeGreaterThan(1);
  const refused = async (body: object) =>
    (await call({ method: "POST", path: "/api/v1/funnels", key: world.key, body: { name: "No", ...body } }))
      .body.error;
  expect(await refused({ template: "step-mail", flow: exampleFlow })).toEqual({
    code: "invalid",
    message: "Send a flow or a template, not both.",
    path: ["template"],
  });
  expect((await refused({ template: "pyramid" })).path).toEqual(["template"]);
});
