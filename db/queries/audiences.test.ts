import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { contact } from "@/db/schema";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, onEvent } from "@/tests/engine/drawings";
import { makeWorkspace, publishFlow, stage, stranger, submit } from "@/tests/engine/kit";
import { audienceFile, listAudiences } from "./audiences";

const own = ownDatabase();
const ada = stranger("Ada");
const eve = stranger("Eve");
const step = (does: "add" | "remove") => ({
  type: "audience" as const,
  data: { does, audience: "Left a cart" },
});
const hashed = (email: string) => createHash("sha256").update(email).digest("hex");

test("files hold who is on and agreed; who was in one and is off, or took it back, is listed to remove", async () => {
  const { engine, time, workspaceId } = await stage(
    own.db,
    drawing({ t: onEvent("left cart"), on: step("add") }, ["t > on"]),
  );
  await publishFlow(own.db, workspaceId, drawing({ t: onEvent("bought"), off: step("remove") }, ["t > off"]));
  const agrees = { purpose: "advertising" as const, given: true, source: "api: checkout" };
  await submit(engine, workspaceId, { ...ada, declarations: [agrees] }, "left cart");
  await submit(engine, workspaceId, eve, "left cart");
  await time.settle();
  const scope = { workspaceId };
  expect(await listAudiences(own.db, scope)).toEqual([
    { name: "Left a cart", on: 1, silent: 1, off: 0, address: null },
  ]);

  // Nobody who was never in a file is told to an ad network, not even to be removed.
  const file = (file: "meta" | "google" | "removed") =>
    audienceFile(own.db, { workspaceId, name: "Left a cart", file });
  expect(await file("removed")).toEqual({ rows: 0, csv: "email\r\n" });
  expect(await file("google")).toEqual({ rows: 1, csv: `Email\r\n${hashed(ada.email)}\r\n` });
  await submit(engine, workspaceId, ada, "bought");
  await submit(engine, workspaceId, eve, "bought");
  await time.settle();
  expect(await file("removed")).toEqual({ rows: 1, csv: `email\r\n${hashed(ada.email)}\r\n` });
  expect(await file("meta")).toEqual({ rows: 0, csv: "email\r\n" });
  expect(await listAudiences(own.db, scope)).toEqual([
    { name: "Left a cart", on: 0, silent: 0, off: 1, address: null },
  ]);

  const other = { workspaceId: await makeWorkspace(own.db) };
  expect(await listAudiences(own.db, other)).toEqual([]);
  expect((await audienceFile(own.db, { ...other, name: "Left a cart", file: "meta" })).rows).toBe(0);
});

test("whoever takes back their consent is out of the files at once", async () => {
  const { engine, time, workspaceId } = await stage(
    own.db,
    drawing({ t: onEvent("left cart"), on: step("add") }, ["t > on"]),
  );
  const said = (given: boolean) => ({ purpose: "advertising" as const, given, source: "api: checkout" });
  await submit(engine, workspaceId, { ...ada, declarations: [said(true)] }, "left cart");
  await time.settle();
  const rows = async (file: "meta" | "removed") =>
    (await audienceFile(own.db, { workspaceId, name: "Left a cart", file })).rows;
  expect(await rows("meta")).toBe(1);
  await submit(engine, workspaceId, { ...ada, declarations: [said(false)] }, "changed mind");
  const [row] = await own.db.select().from(contact).where(eq(contact.workspaceId, workspaceId));
  expect(row?.mayAdvertise).toBe(false);
  expect([await rows("meta"), await rows("removed")]).toEqual([0, 1]);
});
