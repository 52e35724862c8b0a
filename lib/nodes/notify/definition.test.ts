import { expect, test } from "vitest";
import { aWorkspace } from "../sample-world";
import { notify, notifySettings } from "./definition";

const settings = notifySettings.parse({ to: "Maria@example.org", note: "Please call." });

test("it asks for one note, and people go on at once", () => {
  const outcome = notify.visit();
  expect(outcome).toMatchObject({ answer: "leave", by: "next", effects: [{ kind: "notify", key: "note" }] });
  expect(notify.tells(settings)).toBe("Maria@example.org was told.");
});

test("only a member can be told", () => {
  const issues = (to: string, members: string[]) =>
    notify.issues(notifySettings.parse({ to }), aWorkspace({ members })).map(({ message }) => message);
  expect(issues("Maria@example.org", ["maria@example.org"])).toEqual([]);
  expect(issues("", ["maria@example.org"])).toEqual(["Write the address of the teammate who is told."]);
  expect(issues("eve@example.org", ["maria@example.org"])).toHaveLength(1);
});
