import "server-only";
import { readBytes } from "./read-bytes";

/** Fields as they were posted; files are not among them. */
export type PostedForm =
  | { ok: true; fields: Record<string, string> }
  | { ok: false; because: "too-large" | "not-a-form" };

/** Reads a posted form, and stops reading at `most` bytes whatever the headers promise. */
export async function readForm(request: Request, most: number): Promise<PostedForm> {
  const bytes = await readBytes(request, most);
  if (!bytes) return { ok: false, because: "too-large" };
  try {
    const type = request.headers.get("content-type") ?? "";
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    const fields = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return { ok: true, fields: Object.fromEntries(fields) };
  } catch {
    return { ok: false, because: "not-a-form" };
  }
}
