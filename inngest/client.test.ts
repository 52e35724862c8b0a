import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const names = ["INNGEST_DEV", "INNGEST_BASE_URL", "INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"];

async function clientWith(settings: Record<string, string>) {
  for (const name of names) vi.stubEnv(name, settings[name] ?? "");
  return import("./client");
}

test("without settings the app brings its own server, and importing it needs no database", async () => {
  vi.stubEnv("DATABASE_URL", "");
  const { inngest, usesLocalInngest } = await clientWith({});
  expect(usesLocalInngest()).toBe(true);
  expect(inngest.id).toBe("funnelwright");
  expect(inngest.signingKey).toBeFalsy();
});

test.each(names)("with %s the client talks to a real Inngest", async (name) => {
  const { inngest, usesLocalInngest } = await clientWith({ [name]: name === "INNGEST_DEV" ? "1" : "value" });
  expect(usesLocalInngest()).toBe(false);
  expect(inngest.id).toBe("funnelwright");
});
