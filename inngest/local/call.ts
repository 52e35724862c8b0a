import { randomUUID } from "node:crypto";
import type { Task } from "./jobs";
import { type Operation, operation, type SdkError, sdkError } from "./protocol";
import { canonicalJson, isSigned, sign } from "./sign";

/** How requests reach the SDK's serve handler: in this process, or over HTTP to the route. */
export type Call = (request: Request) => Promise<Response>;

/** What the SDK answered. `version` is the request version it wants to hear from now on. */
export type Answer = { version: number | null } & (
  | { kind: "complete"; result: unknown }
  | { kind: "operations"; operations: Operation[]; retryAfter: string | null }
  | { kind: "retry"; error: SdkError; retryAfter: string | null }
  | { kind: "fail"; error: SdkError }
);

export const address = "http://inngest.local/api/inngest";

/** Calls the function of a task. Never throws: what is not an answer of the SDK is an error to be retried. */
export async function callFunction(task: Task, call: Call, key: string): Promise<Answer> {
  try {
    const response = await call(callRequest(task, key));
    return readAnswer(response.status, response.headers, await response.text(), key);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** The request for a task, with every field that SDK 4 reads. */
export function callRequest(task: Task, key: string): Request {
  const targeted = task.kind === "step" ? task.stepId : "step";
  const body = canonicalJson({
    version: task.requestVersion,
    event: task.event,
    events: [task.event],
    steps: Object.fromEntries(task.memos),
    ctx: {
      run_id: task.runId,
      // With these two the SDK stores each step as it goes (checkpoints) instead of returning after every one.
      fn_id: task.functionId,
      qi_id: task.jobId,
      attempt: task.attempt,
      max_attempts: task.maxAttempts,
      disable_immediate_execution: task.planning,
      use_api: false,
      stack: { stack: task.memos.map(([stepId]) => stepId), current: task.memos.length },
    },
  });
  return new Request(`${address}?fnId=${encodeURIComponent(task.functionId)}&stepId=${targeted}`, {
    method: "POST",
    body,
    headers: {
      ...signedHeaders(body, key),
      "x-run-id": task.runId,
      "x-request-id": randomUUID(),
      "x-inngest-step-id": targeted,
      "x-inngest-job-id": task.jobId,
      "x-inngest-generation-id": String(task.generation),
      "x-inngest-req-version": String(task.requestVersion),
    },
  });
}

/** `host` is named because a `Request` that never meets the network has none, and the SDK builds URLs from it. */
export const signedHeaders = (body: string, key: string) => ({
  host: new URL(address).host,
  "content-type": "application/json",
  "x-inngest-signature": sign(body, key, Date.now()),
});

/** Whether an answer is the SDK's own and was signed with our key. A proxy's error page is neither. */
export const isFromSdk = (headers: Headers, body: string, key: string) =>
  headers.has("x-inngest-sdk") &&
  headers.get("x-inngest-sdk-handled") === "true" &&
  isSigned(body, headers.get("x-inngest-signature"), key);

export function readAnswer(status: number, headers: Headers, body: string, key: string): Answer {
  const version = Number(headers.get("x-inngest-req-version") ?? Number.NaN);
  if (!isFromSdk(headers, body, key)) return unreadable(`${status} without the SDK's headers and signature`);
  const answer = { version: Number.isInteger(version) ? version : null };
  const retryAfter = headers.get("retry-after");
  const noRetry = headers.get("x-inngest-no-retry");
  if (status === 206 || status === 200) {
    if (answer.version === null) return unreadable(`${status} without a request version`);
    const json: unknown = JSON.parse(body);
    if (status === 200) return { ...answer, kind: "complete", result: json ?? null };
    return { ...answer, kind: "operations", operations: operation.array().max(1000).parse(json), retryAfter };
  }
  const error = sdkError.parse(JSON.parse(body || "null"));
  if (noRetry === "true") return { ...answer, kind: "fail", error };
  return { ...answer, kind: "retry", error, retryAfter };
}

const unreadable = (message: string): Answer => ({
  version: null,
  kind: "retry",
  error: { name: "NotAnsweredBySdk", message: message.slice(0, 2000) },
  retryAfter: null,
});
