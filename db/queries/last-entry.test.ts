import { expect, test } from "vitest";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, end, mail, onEvent } from "@/tests/engine/drawings";
import { MINUTE, stage, submit, subscriber } from "@/tests/engine/kit";
import { lastEntryEvent } from "./last-entry";

const own = ownDatabase();
const course = drawing({ t: onEvent("signed up"), hello: mail("Hello"), bye: end() }, ["t > hello > bye"]);

test("the last event that brought somebody in, of this workspace and this funnel", async () => {
  const { time, engine, ...place } = await stage(own.db, course);
  const other = await stage(own.db, course);
  expect(await lastEntryEvent(own.db, place)).toBeNull();
  const enters = (name: string, properties: Record<string, string>, more = {}) =>
    submit(engine, place.workspaceId, subscriber(name), "signed up", { properties, ...more });
  await enters("Ada", { plan: "small" });
  await time.by(MINUTE);
  await enters("Bea", { plan: "large" }, { value: 4_900, currency: "EUR" });
  await time.by(MINUTE);
  // What brings nobody in is none.
  await submit(engine, place.workspaceId, subscriber("Bea"), "signed up", { properties: { plan: "huge" } });
  expect(await lastEntryEvent(own.db, place)).toEqual({
    name: "signed up",
    properties: { plan: "large" },
    value: 4_900,
    currency: "EUR",
  });
  expect(await lastEntryEvent(own.db, { ...place, workspaceId: other.workspaceId })).toBeNull();
  expect(await lastEntryEvent(own.db, other)).toBeNull();
});
