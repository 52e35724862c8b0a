/** Null when it worked, otherwise a sentence for the person. `sentences` names what an error code means here. */
export async function postToAuth(
  entrance: "sign-in/email" | "request-password-reset" | "reset-password",
  body: Record<string, string>,
  sentences: Record<string, string>,
): Promise<string | null> {
  const response = await fetch(`/api/auth/${entrance}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return null;
  const said: unknown = await response.json().catch(() => null);
  const { code, message } = (said ?? {}) as { code?: unknown; message?: unknown };
  const known = typeof code === "string" ? sentences[code] : undefined;
  if (known) return known;
  if (response.status === 429) {
    return typeof message === "string" && code ? message : "Too many attempts. Wait a minute and try again.";
  }
  return typeof message === "string" ? message : "That did not work. Try again in a moment.";
}
