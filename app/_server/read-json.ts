import "server-only";
import { readBytes } from "./read-bytes";

/** Bytes a JSON body may have. */
export const BODY_LIMIT = 1024 * 1024;
/** How deep it may be nested: far more than anything we accept, far less than the stack. */
const DEPTH_LIMIT = 64;

export type JsonBody =
  | { ok: true; value: unknown }
  | { ok: false; status: 400 | 413 | 415; code: string; message: string };

const refused = (status: 400 | 413 | 415, code: string, message: string): JsonBody => ({
  ok: false,
  status,
  code,
  message,
});

const notNamedJson = refused(
  415,
  "not_json",
  "Send the body as JSON, with the header Content-Type: application/json.",
);

/**
 * Reads a request's body as JSON, and stops reading at the limit whatever the headers promise. `missing` stands for a
 * body that is not there at all.
 */
export async function readJson(request: Request, { missing }: { missing?: unknown } = {}): Promise<JsonBody> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json" && !(type === undefined && missing !== undefined)) return notNamedJson;
  const bytes = await readBytes(request, BODY_LIMIT);
  if (!bytes) return refused(413, "too_large", "The body is larger than 1 MB.");
  if (bytes.byteLength === 0 && missing !== undefined) return { ok: true, value: missing };
  if (type === undefined) return notNamedJson;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (isDeeperThan(text, DEPTH_LIMIT)) {
      return refused(400, "too_deep", `The JSON is nested deeper than ${DEPTH_LIMIT} levels.`);
    }
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return refused(400, "not_json", "The body is not valid JSON in UTF-8.");
  }
}

/** Counts brackets outside strings, before anything recursive sees the text. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "[" || character === "{") {
      depth++;
      if (depth > limit) return true;
    } else if (character === "]" || character === "}") depth--;
  }
  return false;
}
