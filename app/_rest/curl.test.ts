import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { curlOf } from "./curl";
import { routes } from "./routes";

/** What curl is given when a shell runs the command. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for one in "$@"; do printf '%s\\000' "$one"; done; }\n${command}`;
  const out = execFileSync("sh", ["-c", script], {
    env: { ...process.env, KEY: "fw_it's" },
    encoding: "utf8",
  });
  return out.split("\0").slice(0, -1);
}

test.each(routes.map((route) => [route.id, route] as const))(
  "a shell reads %s as its example",
  (_id, route) => {
    const given = argumentsOf(curlOf(route, "http://localhost:3000"));
    const at = (flag: string) => given[given.indexOf(flag) + 1];
    const url = new URL(given.find((one) => one.startsWith("http")) ?? "");
    expect(Object.fromEntries(url.searchParams)).toEqual(route.example.query ?? {});
    expect(url.pathname).not.toMatch(/[{}]|\/\/|\/$/);
    expect(given.includes("-X") ? at("-X") : "GET").toBe(route.method);
    expect(given.includes("Authorization: Bearer fw_it's")).toBe(!route.open);
    expect(given.includes("-d") ? JSON.parse(at("-d") ?? "") : undefined).toEqual(route.example.body);
  },
);

test("quotes in an example stay what they are", () => {
  const [route] = routes;
  if (!route) throw new Error("There are routes.");
  const body = { name: `It's "so" $HOME \`x\` \\ ü` };
  const given = argumentsOf(
    curlOf({ ...route, example: { ...route.example, body } }, "http://localhost:3000"),
  );
  expect(JSON.parse(given.at(-1) ?? "")).toEqual(body);
});
