import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { createApiKey } from "@/db/queries/api-keys";
import { archiveFunnel, restoreFunnel } from "@/db/queries/archive";
import { createFunnel, renameFunnel, saveDraft } from "@/db/queries/funnels";
import {
  findShared,
  revokeShare,
  sharedLinkOf,
  shareFunnel,
  templateOfFunnel,
  unrevokeShare,
} from "@/db/queries/shared-templates";
import { form, funnel, member, sharedTemplate, user, workspace } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import type { Flow } from "@/lib/flow/flow";
import { templateFile } from "@/lib/templates/template-file";
import { drawing, end, mail, onForm } from "@/tests/engine/drawings";
import { HOUR, MONDAY, makeWorkspace, stage, submit, subscriber } from "@/tests/engine/kit";

let db: Pool;
let drop: () => Promise<void>;
let workspaceId: string;
beforeAll(async () => {
  ({ db, drop } = await scratchDatabase());
  workspaceId = await makeWorkspace(db);
  await db.insert(user).values({ id: "mia", name: "Mia", email: "mia@example.org" });
});
afterAll(() => drop());

const origin = "https://funnels.mill.example";
const flow = drawing({ t: onForm(), hello: mail("Hello"), bye: end() }, ["t > hello > bye"]);
const words = (template: { flow: Flow } | null) => JSON.stringify(template?.flow);

async function shared() {
  const { id: funnelId, revision } = await createFunnel(db, {
    workspaceId,
    name: "Welcome",
    userId: null,
    draft: flow,
  });
  const scope = { workspaceId, funnelId };
  const share = () => shareFunnel(db, { ...scope, userId: "mia", origin, now: MONDAY });
  const link = await share();
  if (!link) throw new Error("It was not shared.");
  return { scope, revision, share, link, seen: () => findShared(db, link) };
}

describe("a shared funnel", () => {
  test("is found by its link alone, which nobody can guess", async () => {
    const { link, seen } = await shared();
    const other = await shared();
    expect(link.slug).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(other.link.slug).not.toBe(link.slug);
    expect(await seen()).toEqual({
      ...link.template,
      about: "When someone sends the form: 1 email in 3 steps.",
      frozenAt: link.frozenAt,
    });
    expect(await findShared(db, { slug: "" })).toBeNull();
    expect(await findShared(db, { slug: link.slug.toLowerCase() })).toBeNull();
  });

  test("stays as it was while the funnel changes, until it is shared again under the same link", async () => {
    const { scope, revision, share, link, seen } = await shared();
    const draft = drawing({ t: onForm(), hello: mail("Changed") }, ["t > hello"]);
    await saveDraft(db, { ...scope, revision, draft, userId: "mia" });
    await renameFunnel(db, { ...scope, name: "Renamed" });
    expect(await seen()).toMatchObject({ name: "Welcome" });
    expect(words(await seen())).not.toContain("Changed");
    const again = await share();
    expect(again?.slug).toBe(link.slug);
    expect(await seen()).toMatchObject({ name: "Renamed", frozenAt: again?.frozenAt });
    expect(words(await seen())).toContain("Changed");
    expect(await sharedLinkOf(db, scope)).toEqual(again);
  });

  test("pressed eight times at once has one link", async () => {
    const { id: funnelId } = await createFunnel(db, { workspaceId, name: "W", userId: null, draft: flow });
    const input = { workspaceId, funnelId, userId: "mia", origin, now: MONDAY };
    const links = await Promise.all(Array.from({ length: 8 }, () => shareFunnel(db, input)));
    expect(new Set(links.map((link) => link?.slug)).size).toBe(1);
    const rows = and(eq(sharedTemplate.funnelId, funnelId), eq(sharedTemplate.workspaceId, workspaceId));
    expect(await db.$count(sharedTemplate, rows)).toBe(1);
  });

  test("is gone when its link is taken down; undone it is back, and a new link is another one", async () => {
    const { scope, link, share, seen } = await shared();
    expect(await revokeShare(db, scope)).toBe(true);
    expect(await seen()).toBeNull();
    expect(await sharedLinkOf(db, scope)).toBeNull();
    expect(await revokeShare(db, scope), "a second time").toBe(false);
    expect(await unrevokeShare(db, scope)).toBe(true);
    expect(await seen()).toMatchObject({ name: "Welcome" });
    expect(await unrevokeShare(db, scope), "a second time").toBe(false);
    await revokeShare(db, scope);
    const next = await share();
    expect(next?.slug).not.toBe(link.slug);
    expect(await unrevokeShare(db, scope), "while another link is up").toBe(false);
    expect(await seen(), "the old link").toBeNull();
  });

  test("is not shown while the funnel is archived, and cannot be shared then", async () => {
    const { scope, share, seen } = await shared();
    await archiveFunnel(db, scope);
    expect(await seen()).toBeNull();
    expect(await share()).toBeNull();
    await restoreFunnel(db, { ...scope, now: Date.now(), live: false });
    expect(await seen()).toMatchObject({ name: "Welcome" });
  });

  test("of another workspace cannot be shared, looked up, taken down or put back", async () => {
    const { scope, seen } = await shared();
    const foreign = { ...scope, workspaceId: await makeWorkspace(db) };
    expect(await shareFunnel(db, { ...foreign, userId: "mia", origin, now: MONDAY })).toBeNull();
    expect(await templateOfFunnel(db, { ...foreign, origin })).toBeNull();
    expect(await sharedLinkOf(db, foreign)).toBeNull();
    expect(await revokeShare(db, foreign)).toBe(false);
    await revokeShare(db, scope);
    expect(await unrevokeShare(db, foreign)).toBe(false);
    expect(await seen()).toBeNull();
  });
});

/** Stands in every place of the database that is nobody else's business. */
const SECRET = "zaunkonig";

test("nothing of the people, members, keys, senders or addresses of a workspace goes along", async () => {
  const sending = drawing(
    {
      [`${SECRET}-t`]: onForm(),
      [`${SECRET}-m`]: mail("Hello", {
        body: [
          { type: "paragraph", content: [{ type: "merge", path: "contact.name", fallback: "you" }] },
          { type: "button", label: "Go", link: "https://example.org/go" },
        ],
      }),
    },
    [`${SECRET}-t > ${SECRET}-m`],
  );
  const { time, engine, ...place } = await stage(db, sending, {
    postalAddress: `${SECRET} street`,
    senderName: SECRET,
    senderEmail: `${SECRET}@example.org`,
    replyTo: `${SECRET}@example.org`,
    timeZone: "Europe/Lisbon",
  });
  await db
    .update(workspace)
    .set({ name: SECRET, metadata: SECRET })
    .where(eq(workspace.id, place.workspaceId));
  const userId = `user-${SECRET}`;
  await db.insert(user).values({ id: userId, name: SECRET, email: `member-${SECRET}@example.org` });
  await db
    .insert(member)
    .values({ id: SECRET, workspaceId: place.workspaceId, userId, role: "owner", createdAt: new Date() });
  await createApiKey(db, { workspaceId: place.workspaceId, name: SECRET });
  await createFunnel(db, { workspaceId: place.workspaceId, name: SECRET, userId });
  const formSlug = "spring-letter-1a2b3c4d";
  const [made] = await db
    .insert(form)
    .values({ workspaceId: place.workspaceId, funnelId: place.funnelId, slug: formSlug })
    .returning({ id: form.id });
  const formId = made?.id ?? "no form";
  const person = { ...subscriber(SECRET), email: `reader-${SECRET}@example.org` };
  await submit(engine, place.workspaceId, person, "form.submitted", { properties: { formId } });
  await time.by(HOUR);
  const links = await db.execute<{ token: string }>(
    sql`select token from link where workspace_id = ${place.workspaceId}`,
  );
  const draft = JSON.parse(
    JSON.stringify(sending).replace("https://example.org/go", `${origin}/f/${formSlug}`),
  ) as Flow;
  await db
    .update(funnel)
    .set({ name: "Welcome", draft, draftBy: userId })
    .where(eq(funnel.id, place.funnelId));

  const link = await shareFunnel(db, { ...place, userId, origin, now: MONDAY });
  const seen = link && (await findShared(db, link));
  if (!seen) throw new Error("It was not shared.");
  expect(Object.keys(seen).sort()).toEqual(["about", "flow", "frozenAt", "name"]);
  const told = `${JSON.stringify(seen)} ${templateFile(seen)}`;
  expect(links.length, "a mail went out, with links of its own").toBeGreaterThan(0);
  const privately = [
    SECRET,
    place.workspaceId,
    place.funnelId,
    place.versionId,
    formSlug,
    formId,
    new URL(origin).host,
  ];
  for (const word of [...privately, ...links.map(({ token }) => token)]) {
    expect(told.toLowerCase(), word).not.toContain(word.toLowerCase());
  }
});
