import type { LookupAddress, LookupAllOptions } from "node:dns";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSilent } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { MOST_ANSWER_BYTES, type Patience, webCaller } from "./call-web";
import { mayConnectTo } from "./may-connect";

/** A name that has two addresses, one of them inside; all others are as they are. */
const TWO_FACED = "two-faced.example";
/** A name that leads to the trap the first time it is asked for, and elsewhere from then on. */
const FICKLE = "fickle.example";
const fickle = { asked: 0, isOpen: false };
vi.mock("node:dns", async (original) => {
  const dns = await original<typeof import("node:dns")>();
  const inside = { address: "127.0.0.1", family: 4 };
  type Done = (error: Error | null, found: LookupAddress[]) => void;
  const lookup = (name: string, options: LookupAllOptions, done: Done) => {
    if (name === TWO_FACED) return done(null, [inside, { address: "8.8.8.8", family: 4 }]);
    if (name === FICKLE) return done(null, [fickle.asked++ === 0 ? inside : { ...inside, address: "::1" }]);
    return dns.lookup(name, options, done);
  };
  return { ...dns, lookup };
});
// For one test the trap plays a server of the open internet, at a port of its own and without a certificate.
vi.mock("./may-connect", async (original) => {
  const real = await original<typeof import("./may-connect")>();
  return { mayConnectTo: (address: string) => fickle.isOpen || real.mayConnectTo(address) };
});
vi.mock("@/lib/nodes/webhook/address", async (original) => {
  const real = await original<typeof import("@/lib/nodes/webhook/address")>();
  const addressProblem: typeof real.addressProblem = (address, how) =>
    address.includes(FICKLE) ? null : real.addressProblem(address, how);
  return { addressProblem };
});

/** Something that listens where nobody may call, and counts who gets through. */
let trap: Server;
let reached = 0;
let port = 0;
let seen: { headers: Record<string, unknown>; body: string } | null = null;

beforeAll(async () => {
  trap = createServer((request, response) => {
    reached++;
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      seen = { headers: request.headers, body };
      if (request.url === "/away") response.writeHead(302, { Location: "/secret" }).end();
      else if (request.url === "/much") response.end("x".repeat(3 * MOST_ANSWER_BYTES));
      else if (request.url === "/drips") {
        const dripping = setInterval(() => response.write("x"), 5);
        response.on("close", () => clearInterval(dripping));
      } else if (request.url === "/busy") response.writeHead(429, { "Retry-After": "7" }).end();
      else response.end('{"score":7}');
    });
  });
  await new Promise<void>((done) => trap.listen(0, done));
  port = (trap.address() as AddressInfo).port;
});
afterAll(() => new Promise((done) => trap.close(done)));

const call = (url: string, anywhere = false, patience?: Patience) =>
  webCaller({ anywhere, home: "https://app.example.org", ...(patience ? { patience } : {}) })({
    url,
    headers: { "webhook-id": "1" },
    body: "{}",
  });

/** Ways to write this machine, or one in a private network. */
const inside = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "0",
  "0.0.0.0",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[::ffff:0:7f00:1]",
  "①②⑦.0.0.1",
  "localhost",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.100.100.200",
  "168.63.129.16",
  "192.0.0.192",
  "198.18.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "[fd00:ec2::254]",
  "[fe80::1]",
  "[fec0::1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:53aa:64c::1]",
];

describe("a call goes to the open internet only", () => {
  test.each(inside)("https://%s is refused before a connection is made", async (host) => {
    const before = reached;
    for (const rest of ["/", ":8443/", ":443/hook"]) {
      expect(await call(`https://${host}${rest}`)).toMatchObject({ came: "refused" });
    }
    expect(reached).toBe(before);
  });

  test("the app itself is not called, whatever its name leads to", async () => {
    const refused = await call("https://app.example.org/api/v1/events");
    expect(refused).toMatchObject({ came: "refused", because: expect.stringContaining("Jump") });
  });

  test("nor is a name of which one address leads inside", async () => {
    const before = reached;
    expect(await call(`https://${TWO_FACED}/`)).toMatchObject({ came: "refused" });
    expect(reached).toBe(before);
  });

  test("a name is asked for once: what it says later leads nowhere else", async () => {
    Object.assign(fickle, { asked: 0, isOpen: true });
    onTestFinished(() => void Object.assign(fickle, { isOpen: false }));
    expect(await call(`http://${FICKLE}:${port}/hook`)).toMatchObject({ came: "answer", status: 200 });
    expect(fickle.asked).toBe(1);
  });

  test("nor by another port, without encryption or with a password, wherever it leads", async () => {
    fickle.isOpen = true;
    onTestFinished(() => void Object.assign(fickle, { isOpen: false }));
    const before = reached;
    for (const rest of [
      "http://localhost",
      "https://localhost",
      "http://127.0.0.1",
      "http://a:b@127.0.0.1",
    ]) {
      expect(await call(`${rest}:${port}/`)).toMatchObject({ came: "refused" });
    }
    expect(reached).toBe(before);
  });

  test.each(["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])("%s is open", (address) => {
    expect(mayConnectTo(address)).toBe(true);
  });
});

describe("for whoever runs the app for themselves", () => {
  test("a call arrives whole, and its answer comes back", async () => {
    expect(await call(`http://localhost:${port}/hook`, true)).toMatchObject({
      came: "answer",
      status: 200,
      body: '{"score":7}',
    });
    expect(seen).toMatchObject({ body: "{}", headers: { "webhook-id": "1", "content-length": "2" } });
  });

  test("a redirect is an answer, and is not followed", async () => {
    const before = reached;
    expect(await call(`http://localhost:${port}/away`, true)).toMatchObject({ came: "answer", status: 302 });
    expect(reached).toBe(before + 1);
  });

  test("of a long answer the beginning is kept", async () => {
    const answer = await call(`http://localhost:${port}/much`, true);
    expect(answer.came === "answer" && answer.body.length).toBe(MOST_ANSWER_BYTES);
  });

  test("whoever answers too slowly is not waited for, nor whoever does not answer at all", async () => {
    const drips = await call(`http://localhost:${port}/drips`, true, { connectMs: 5_000, totalMs: 100 });
    expect(drips).toEqual({ came: "nothing", because: expect.stringMatching(/^No answer in/) });
    const mute = createSilent(() => {});
    await new Promise<void>((done) => mute.listen(0, done));
    onTestFinished(() => void mute.close());
    const silent = `https://localhost:${(mute.address() as AddressInfo).port}/`;
    expect(await call(silent, true, { connectMs: 50, totalMs: 5_000 })).toEqual({
      came: "nothing",
      because: expect.stringMatching(/^Nobody answered in/),
    });
  });

  test("it hears how long to wait, and that nobody is there", async () => {
    expect(await call(`http://localhost:${port}/busy`, true)).toMatchObject({
      status: 429,
      retryAfterMs: 7_000,
    });
    expect(await call("http://localhost:9/", true)).toEqual({
      came: "nothing",
      because: "Nobody answers at this address.",
    });
  });
});
