/**
 * Headers beside From, To and Subject. Marketing email carries both of RFC 8058, so that mailboxes show their own
 * unsubscribe button: https://www.rfc-editor.org/rfc/rfc8058#section-3. Throws when marketing has no usable address.
 */
export function messageHeaders({
  kind,
  unsubscribeUrl,
}: {
  kind: "marketing" | "service";
  unsubscribeUrl: string | null;
}): Record<string, string> {
  if (kind === "service") return {};
  if (!unsubscribeUrl || !/^https?:\/\/[\x21-\x3b\x3d\x3f-\x7e]+$/.test(unsubscribeUrl)) {
    throw new Error("Marketing email needs an unsubscribe address.");
  }
  return {
    "List-Unsubscribe": `<${unsubscribeUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}
