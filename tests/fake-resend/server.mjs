// Stands where Resend would be: the same addresses, answers and idempotency, and a log of what it has accepted that
// outlives the app. Run it as `node tests/fake-resend/server.mjs <log file> [port]`.
import { createHash, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import http from "node:http";
import { fileURLToPath } from "node:url";

const KEPT_MS = 24 * 3_600_000;
const MOST_BYTES = 40_000_000;

/**
 * What happens to a call instead of the usual.
 * @typedef {object} Fault
 * @property {string} [to] only calls to this address
 * @property {number} [times] how often, 1 unless given; -1 for ever
 * @property {number} [delayMs] before anything else
 * @property {number} [answerMs] how long the answer takes once the mail is accepted
 * @property {boolean} [accept] whether the mail is accepted and logged; true unless given
 * @property {"answer" | "reset" | "hang" | "truncate" | "garbage" | { status: number, body?: unknown, text?: string, headers?: Record<string, string> }} [ends]
 *   how the call ends; "garbage" is a 200 that is no JSON
 */

/**
 * @typedef {object} Call
 * @property {number} at real time, ms
 * @property {string | null} key
 * @property {string} hash of the body's bytes
 * @property {string[]} to everybody it was for, in order: several of a batch
 * @property {boolean} batch
 * @property {string} outcome
 */

/**
 * @param {{ log: string, port?: number, perSecond?: number }} options `perSecond` refuses more calls than that, as
 *   Resend does, in fixed windows of one second
 * @returns {Promise<{ port: number, close(): Promise<void> }>}
 */
export function serve({ log, port = 0, perSecond = Number.POSITIVE_INFINITY }) {
  const file = openSync(log, "a");
  /** @type {Map<string, { hash: string, at: number, answer: unknown }>} */
  const answered = new Map();
  const busy = new Set();
  /** @type {Fault[]} */
  let faults = [];
  /** @type {Call[]} */
  const calls = [];
  let aheadMs = 0;
  let window = { second: 0, calls: 0 };
  const now = () => Date.now() + aheadMs;

  /** On disk before anybody is told. */
  const accept = (mails, key) => {
    const ids = mails.map(() => randomUUID());
    const lines = mails.map(
      ({ from, to, reply_to, subject, html, text, headers, tags }, index) =>
        `${JSON.stringify({ at: now(), key, id: ids[index], from, to: asList(to), replyTo: reply_to ?? null, subject, html, text, headers, tags })}\n`,
    );
    writeSync(file, lines.join(""));
    fsyncSync(file);
    return ids.map((id) => ({ id }));
  };

  const takeFault = (recipients) => {
    const fault = faults.find((one) => !one.to || recipients.includes(one.to));
    if (!fault) return undefined;
    if (fault.times !== -1) {
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times === 0) faults = faults.filter((one) => one !== fault);
    }
    return fault;
  };

  async function send(request, response, body, batch) {
    const hash = createHash("sha256").update(body).digest("hex");
    const key = request.headers["idempotency-key"] ?? null;
    const call = { at: Date.now(), key, hash, to: [], batch, outcome: "" };
    calls.push(call);
    const end = (outcome, act) => {
      call.outcome = outcome;
      act();
    };
    const refuse = (status, name, message, headers) =>
      end(name, () => json(response, status, { statusCode: status, name, message }, headers));

    if (!/^Bearer re_\S+$/.test(request.headers.authorization ?? "")) {
      return refuse(401, "missing_api_key", "Missing API key in the authorization header.");
    }
    const second = Math.floor(Date.now() / 1_000);
    window = second === window.second ? { second, calls: window.calls + 1 } : { second, calls: 1 };
    if (Number.isFinite(perSecond)) {
      response.setHeader("ratelimit-limit", String(perSecond));
      response.setHeader("ratelimit-remaining", String(Math.max(0, perSecond - window.calls)));
      response.setHeader("ratelimit-reset", "1");
    }
    if (window.calls > perSecond) {
      return refuse(429, "rate_limit_exceeded", "Too many requests.", { "retry-after": "1" });
    }
    const parsed = parse(body);
    const mails = batch ? parsed : [parsed];
    if (!Array.isArray(mails) || mails.length === 0 || mails.length > 100) {
      return refuse(422, "validation_error", "A batch has 1 to 100 emails.");
    }
    call.to = mails.flatMap((mail) => asList(mail?.to));
    // Strict, as the SDK asks for by itself: one bad mail refuses the whole batch, and nothing of it is sent.
    const wrong = mails.map(wrongWith).find(Boolean);
    if (wrong) return refuse(422, wrong.name, wrong.message);
    if (batch && mails.some((mail) => mail.attachments)) {
      return refuse(422, "validation_error", "Emails of a batch have no attachments.");
    }
    if (key !== null && (key.length < 1 || key.length > 256)) {
      return refuse(400, "invalid_idempotency_key", "The idempotency key must have 1 to 256 characters.");
    }

    const fault = takeFault(call.to) ?? {};
    if (fault.delayMs) {
      if (key) busy.add(key);
      await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    } else if (key && busy.has(key)) {
      return refuse(409, "concurrent_idempotent_requests", "Another request with this key is in progress.");
    }
    if (key) busy.delete(key);
    const earlier = key === null ? undefined : answered.get(key);
    const known = earlier && now() - earlier.at < KEPT_MS ? earlier : undefined;
    if (known && known.hash !== hash) {
      return refuse(409, "invalid_idempotent_request", "This key was used with another body.");
    }
    let answer = known?.answer;
    const accepts = fault.accept !== false && !known;
    if (accepts) {
      const ids = accept(mails, key);
      answer = batch ? { data: ids } : ids[0];
      if (key) answered.set(key, { hash, at: now(), answer });
    }
    if (fault.answerMs) {
      if (key) busy.add(key);
      await new Promise((resolve) => setTimeout(resolve, fault.answerMs));
      if (key) busy.delete(key);
    }
    const did = accepts ? "accepted" : known ? "known" : "not accepted";
    const ends = fault.ends ?? "answer";
    if (typeof ends === "object") {
      return end(`${did}, ${ends.status}`, () =>
        ends.text === undefined
          ? json(response, ends.status, ends.body ?? {}, ends.headers)
          : response.writeHead(ends.status, { "content-type": "text/html", ...ends.headers }).end(ends.text),
      );
    }
    return end(`${did}, ${ends}`, () => {
      if (ends === "answer") json(response, 200, answer ?? {});
      else if (ends === "reset") request.socket.resetAndDestroy();
      else if (ends === "garbage") response.writeHead(200, { "content-type": "text/html" }).end("<p>OK</p>");
      else if (ends === "truncate") {
        const whole = JSON.stringify(answer ?? { id: randomUUID() });
        response.writeHead(200, { "content-type": "application/json", "content-length": whole.length });
        response.write(whole.slice(0, 12), () => request.socket.destroy());
      }
    });
  }

  function control(path, body, response) {
    if (path === "/control/faults") faults = JSON.parse(body);
    else if (path === "/control/forward") aheadMs += JSON.parse(body).ms;
    else if (path !== "/control/calls") return json(response, 404, {});
    json(response, 200, calls);
  }

  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
      if (body.length > MOST_BYTES) return request.socket.destroy();
    }
    const path = request.url ?? "/";
    if (path.startsWith("/control/")) return control(path, body, response);
    const isSend = path === "/emails" || path === "/emails/batch";
    if (!isSend) return json(response, 404, { statusCode: 404, name: "not_found", message: "Not found." });
    if (request.method !== "POST") {
      return json(response, 405, { statusCode: 405, name: "method_not_allowed", message: "Use POST." });
    }
    await send(request, response, body, path === "/emails/batch");
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve({
        port: server.address().port,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closeSync(file);
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}

const asList = (value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function wrongWith(mail) {
  for (const field of ["from", "to", "subject"]) {
    if (!mail?.[field]) return { name: "missing_required_field", message: `Missing the ${field} field.` };
  }
  if (!mail.html && !mail.text) return { name: "missing_required_field", message: "Missing html or text." };
  if (asList(mail.to).length > 50) return { name: "validation_error", message: "At most 50 recipients." };
  if (asList(mail.to).some((to) => /@(example|test)\.com$/i.test(to))) {
    return { name: "validation_error", message: "This domain takes no mail. Use a testing address." };
  }
  const tags = mail.tags ?? [];
  if (tags.length > 75 || tags.some(({ name, value }) => !isTag(name) || !isTag(value))) {
    return { name: "validation_error", message: "Tags have ASCII letters, digits, underscores or dashes." };
  }
  return undefined;
}

const isTag = (text) => /^[A-Za-z0-9_-]{1,256}$/.test(text);

function json(response, status, body, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , log, port, perSecond] = process.argv;
  const limits = perSecond ? { perSecond: Number(perSecond) } : {};
  const { port: at } = await serve({ log, port: Number(port ?? 0), ...limits });
  process.stdout.write(`${at}\n`);
  // Whoever started it has gone: nobody needs it any more.
  process.stdin.resume().once("end", () => process.exit());
}
