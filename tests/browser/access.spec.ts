import { type BuiltAction, builtActions, callAction, callRoute, type Outcome } from "../access/call";
import { stateOf } from "../access/state";
import { table } from "../access/table";
import { makeWorld, SECRET, type World } from "../access/world";
import { type App, expect, startApp, test } from "./app";

// Nothing here needs a window: every call is made by hand, as somebody would who does not use our pages.

let app: App;
let world: World;
const built = new Map<string, BuiltAction>();

test.beforeAll(async () => {
  test.setTimeout(240_000);
  // Without an engine nothing but the calls below changes the database.
  app = await startApp({ ENGINE: "off" });
  world = await makeWorld(app);
  for (const action of builtActions(process.env.NEXT_DIST_DIR ?? ".next-test"))
    built.set(action.name, action);
});
test.afterAll(async () => {
  await world?.close();
  await app?.stop();
});

async function changesNothing(call: () => Promise<void>, only: { ofVictim?: boolean } = {}) {
  const before = await stateOf(world, only);
  await call();
  expect(await stateOf(world, only)).toEqual(before);
}

const said = ({ answer }: Outcome) => answer as { ok: true; value: unknown } | { ok: false; problem: string };
const refusal = (outcome: Outcome) => {
  const answer = said(outcome);
  return answer?.ok === false ? answer.problem : outcome;
};
/** What an action answers before it has worked at all, or when it found no row of the caller's. */
const NOTHING_DONE = /^(signed-out|not-allowed|bad-input|not-found|gone)$/;

test("the table has every action that the build answers to", () => {
  expect([...built.keys()].sort()).toEqual(Object.keys(table.actions).sort());
});

for (const [name, entry] of Object.entries(table.actions)) {
  test(`action ${name}`, async () => {
    const action = built.get(name)!;
    const input = await entry.input(world);
    const { viewer, stranger, owner } = world.cookies;

    if (entry.who === "anybody") {
      await changesNothing(async () => {
        const outcome = await callAction(world, action, input);
        if ("problem" in entry.answers) expect(refusal(outcome)).toBe(entry.answers.problem);
        else if ("goesTo" in entry.answers) expect(outcome.goesTo).toBe(entry.answers.goesTo);
        else expect(outcome.answer).toBeUndefined();
      });
    } else {
      await changesNothing(async () => {
        expect(refusal(await callAction(world, action, input))).toBe("signed-out");
        expect(
          refusal(await callAction(world, action, input, { cookie: "funnelwright.session_token=x.y" })),
        ).toBe("signed-out");
      });
      await changesNothing(
        async () => {
          const outcome = await callAction(world, action, input, { cookie: stranger });
          if (entry.stranger === "refused") expect(refusal(outcome)).toMatch(/^(not-found|gone)$/);
          else expect(said(outcome)).toMatchObject({ ok: true });
          expect(JSON.stringify(outcome)).not.toContain(SECRET);
        },
        { ofVictim: true },
      );
      if (entry.who !== "viewer") {
        await changesNothing(async () => {
          expect(refusal(await callAction(world, action, input, { cookie: viewer }))).toBe("not-allowed");
        });
      }
    }

    await changesNothing(async () => {
      for (const origin of [null, "null", "https://evil.example", `${world.baseUrl}.evil.example`]) {
        const outcome = await callAction(world, action, input, { cookie: owner, origin });
        expect(said(outcome)?.ok).not.toBe(true);
        expect(outcome.goesTo).toBeNull();
      }
    });

    // The same call by somebody who may reaches its work, so what stopped the others was who they are.
    if (entry.who === "anybody") return;
    const cookie = world.cookies[entry.who];
    const outcome = await callAction(world, action, input, { cookie });
    const answer = said(outcome);
    expect(answer).toBeDefined();
    if (!answer.ok) expect(answer.problem).not.toMatch(NOTHING_DONE);
  });
}

test("nobody switches to a workspace they are not in", async () => {
  const action = built.get("app/_server/shell-actions.ts#switchWorkspace")!;
  await changesNothing(async () => {
    await callAction(world, action, world.victim, { cookie: world.cookies.stranger });
  });
});

test("an invitation is only for whom it names, and its account is made once", async () => {
  const { invitationId } = await world.newInvitation();
  const accept = built.get("app/(public)/invitation/[id]/actions.ts#acceptInvitation")!;
  const create = built.get("app/(public)/invitation/[id]/actions.ts#createInvitedAccount")!;
  await changesNothing(async () => {
    const { stranger } = world.cookies;
    expect(refusal(await callAction(world, accept, { invitationId }, { cookie: stranger }))).toBe(
      "not-yours",
    );
  });
  const person = { invitationId, name: "Guest", password: "long enough to be one" };
  expect(said(await callAction(world, create, person))).toMatchObject({ ok: true });
  await changesNothing(async () => {
    expect(refusal(await callAction(world, create, person))).toBe("gone");
  });
});

for (const [name, entry] of Object.entries(table.routes)) {
  test(`route ${name}`, async () => {
    const method = name.split(" ")[0]!;
    if (entry.who === "anybody") {
      for (const { status, ...call } of await entry.calls(world)) {
        await changesNothing(async () => {
          const response = await callRoute(world, method, call);
          expect({ call, status: response.status }).toEqual({ call, status });
          expect(await response.text()).not.toContain(SECRET);
        });
      }
      return;
    }
    const call = await entry.call(world);
    const { cookies, key, strangerKey } = world;
    const isKey = entry.who === "key";
    await changesNothing(async () => {
      expect((await callRoute(world, method, call)).status).toBe(401);
      // A cookie opens no REST route and a key no page's route: neither stands for the other.
      const wrong = isKey ? { cookie: cookies.owner } : { key };
      expect((await callRoute(world, method, call, wrong)).status).toBe(401);
      if (isKey) expect((await callRoute(world, method, call, { key: `${key}x` })).status).toBe(401);
    });
    await changesNothing(
      async () => {
        const foreign = isKey ? { key: strangerKey } : { cookie: cookies.stranger };
        const response = await callRoute(world, method, call, foreign);
        if (entry.stranger === "refused") expect(response.status).toBe(404);
        else expect(response.ok).toBe(true);
        expect(await response.text()).not.toContain(SECRET);
      },
      { ofVictim: true },
    );
    if (entry.who !== "key" && entry.who !== "viewer") {
      await changesNothing(async () => {
        expect((await callRoute(world, method, call, { cookie: cookies.viewer })).status).toBe(403);
      });
    }
    const right = entry.who === "key" ? { key } : { cookie: cookies[entry.who] };
    expect([401, 403, 404]).not.toContain((await callRoute(world, method, call, right)).status);
  });
}

for (const [name, entry] of Object.entries(table.pages)) {
  test(`page ${name}`, async () => {
    await world.markVictim();
    const path = await entry.path(world);
    const open = (cookie?: string) => callRoute(world, "GET", { path }, { cookie });
    if (entry.who === "anybody") {
      const response = await open();
      expect(response.status).toBeLessThan(500);
      expect(await response.text()).not.toContain(SECRET);
      return;
    }
    await changesNothing(async () => {
      const outside = await open();
      const back = path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
      expect([outside.status, outside.headers.get("location")]).toEqual([307, back]);
      expect(await outside.text()).not.toContain(SECRET);
      const elsewhere = await open(world.cookies.stranger);
      if (entry.stranger === "not found") expect(elsewhere.status).toBe(404);
      else expect(elsewhere.status).toBeLessThan(400);
      expect(await elsewhere.text()).not.toContain(SECRET);
      const inside = await open(world.cookies[entry.who]);
      expect(inside.status).toBeLessThan(400);
      if (inside.status === 200) expect(await inside.text()).toContain(SECRET);
    });
  });
}

test("after signing in nobody is sent off the site", async () => {
  for (const next of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    "/%09/evil.example",
  ]) {
    const response = await callRoute(
      world,
      "GET",
      { path: `/sign-in?next=${encodeURIComponent(next)}` },
      { cookie: world.cookies.owner },
    );
    expect(response.status).toBe(307);
    expect(new URL(response.headers.get("location")!, world.baseUrl).origin).toBe(world.baseUrl);
  }
});

test("every answer carries the security headers, and pages a new nonce each time", async () => {
  const seen = new Set<string>();
  for (const path of ["/sign-in", "/sign-in", "/api/health", "/nothing-here"]) {
    const { headers } = await callRoute(world, "GET", { path });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    seen.add(policy);
  }
  expect(seen.size).toBe(4);
});

test("the session cookie is for our pages alone", async () => {
  const response = await fetch(`${world.baseUrl}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: world.baseUrl },
    body: JSON.stringify({ email: app.demo.email, password: app.demo.password }),
  });
  const [cookie = ""] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^funnelwright\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/);
});

test("guesses at one account are stopped, from however many addresses they come", async () => {
  const { email } = await world.newMember();
  const guess = (n: number) =>
    fetch(`${world.baseUrl}/api/auth/sign-in/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: world.baseUrl,
        "x-forwarded-for": `203.0.113.${n}`,
        "x-funnelwright-caller": `198.51.100.${n}`,
      },
      body: JSON.stringify({ email: n % 2 ? email : email.toUpperCase(), password: `guess number ${n}` }),
    });
  const statuses: number[] = [];
  for (let n = 1; n <= 12; n++) statuses.push((await guess(n)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
});
