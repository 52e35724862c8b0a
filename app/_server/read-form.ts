import "server-only";

/** Fields as they were posted; files are not among them. */
export type PostedForm =
  | { ok: true; fields: Record<string, string> }
  | { ok: false; because: "too-large" | "not-a-form" };

/** Reads a posted form, and stops reading at `most` bytes whatever the headers promise. */
export async function readForm(request: Request, most: number): Promise<PostedForm> {
  const tooLarge = { ok: false, because: "too-large" } as const;
  if (Number(request.headers.get("content-length")) > most) return tooLarge;
  const bytes = await readBytes(request, most);
  if (!bytes) return tooLarge;
  try {
    const type = request.headers.get("content-type") ?? "";
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    const fields = [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return { ok: true, fields: Object.fromEntries(fields) };
  } catch {
    return { ok: false, because: "not-a-form" };
  }
}

/** Null: there was more. */
async function readBytes(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    // Leaving the loop ends the stream.
    if (size > most) return null;
    parts.push(part);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}
