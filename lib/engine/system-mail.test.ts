import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

const url = "https://funnels.example.org/invitation/x7";
const invitation = {
  name: "invitation",
  to: "berta@example.org",
  props: { workspaceName: "Lindenhof", inviterName: "Anna", role: "editor", url, validForMs: 604_800_000 },
} as const;

let server: Server;
let status: number;
let received: { headers: IncomingMessage["headers"]; body: Record<string, string> }[];
let printed: string[];

beforeEach(async () => {
  status = 200;
  received = [];
  printed = [];
  for (const way of ["log", "error"] as const) {
    vi.spyOn(console, way).mockImplementation((line: unknown) => void printed.push(String(line)));
  }
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body: JSON.parse(text) });
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(status === 200 ? { id: "1" } : { name: "validation_error", message: "No domain." }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.close();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Sends with these settings, which are read once per process. */
async function send(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { sendSystemMail } = await import("./system-mail");
  await sendSystemMail(invitation);
}

const withResend = () => ({
  RESEND_API_KEY: "re_test",
  RESEND_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  SYSTEM_MAIL_FROM: "Funnelwright <hello@example.org>",
});

test("without a key or a sender the link is one line in the terminal", async () => {
  await send({ RESEND_API_KEY: "", SYSTEM_MAIL_FROM: "" });
  await send({ ...withResend(), SYSTEM_MAIL_FROM: "" });
  expect(printed).toEqual(Array(2).fill(`Invitation for berta@example.org: ${url}`));
  expect(received).toEqual([]);
});

test("with both it goes through Resend, rendered, and nothing is printed", async () => {
  await send(withResend());
  expect(received).toHaveLength(1);
  const { headers, body } = received[0]!;
  expect(headers.authorization).toBe("Bearer re_test");
  expect(body).toMatchObject({ from: "Funnelwright <hello@example.org>", to: "berta@example.org" });
  expect(body.subject).toContain("Lindenhof");
  expect(body.html).toContain(`href="${url}"`);
  expect(body.text).toContain(url);
  expect(printed).toEqual([]);
});

test("what Resend refuses is said with the reason, and the link is printed instead", async () => {
  status = 403;
  await send(withResend());
  expect(printed).toEqual([
    "The invitation for berta@example.org could not be mailed: No domain. (validation_error)",
    `Invitation for berta@example.org: ${url}`,
  ]);
});
