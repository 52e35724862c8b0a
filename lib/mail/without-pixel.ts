/**
 * A mail without the picture that tells of its opening. `openToken` is what that picture's address ends with; null where
 * it has none.
 */
export function withoutPixel(html: string, openToken: string | null): string {
  if (openToken === null) return html;
  const token = openToken.replace(/[^\w-]/g, "");
  return html.replace(new RegExp(`<img\\b[^>]*/o/${token}"[^>]*>`, "gi"), "");
}
