import { expect, test } from "vitest";
import { aPlace } from "../sample-world";
import { end } from "./definition";

const at = aPlace(7);
const because = { v: 1, why: "end", items: [{ topic: "clock", at: 7 }] };

test("ends with its reason, or as finished", () => {
  expect(end.visit({ reason: "bought" }, at)).toEqual({ answer: "end", reason: "bought", because });
  expect(end.visit({ reason: "" }, at)).toEqual({ answer: "end", reason: "finished", because });
  expect([end.summary({ reason: "bought" }), end.summary({ reason: "" })]).toEqual([
    "bought",
    "The funnel ends here",
  ]);
});
