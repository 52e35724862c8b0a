import { expect, test } from "vitest";
import { aHistory, aPlace, aWorld } from "../sample-world";
import { audience, audienceSettings } from "./definition";

test.each([
  ["add", true, "Put on the ad audience “Left a cart”."],
  ["remove", false, "Taken off the ad audience “Left a cart”."],
] as const)("%s: people go on at once", (does, on, sentence) => {
  const settings = audienceSettings.parse({ does, audience: "Left a cart" });
  const outcome = audience.visit(settings, aPlace(0), aWorld(aHistory(), 5));
  expect(outcome).toMatchObject({
    by: "next",
    effects: [{ kind: "audience", audience: "Left a cart", on }],
  });
  expect(audience.tells(settings)).toBe(sentence);
  expect(audience.issues(settings)).toEqual([]);
});

test("an audience without a name cannot be published", () => {
  expect(audience.issues(audienceSettings.parse({}))).toHaveLength(1);
});
