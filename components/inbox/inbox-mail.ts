/** A mail in the list. */
export type InboxEntry = {
  id: string;
  to: string;
  fromName: string;
  fromEmail: string;
  subject: string;
  preview: string;
  kind: "marketing" | "service";
  funnelName: string;
  /** A member tried the funnel on themselves. */
  test: boolean;
  /** ISO 8601. */
  sentAt: string;
};

/** Which mail is listed: all of it, what went to people, or members' tests. */
export type InboxShow = "all" | "real" | "tests";

/** The mail that is open. */
export type InboxMail = InboxEntry & {
  /** It went out by a provider, to somebody else's mailbox. */
  left: boolean;
  /** It is shown without being opened: choosing it would open it as its recipient does. */
  unopened: boolean;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** In order. `what` is a short sentence ("Clicked “Back to your cart”"), `at` ISO 8601. */
  happened: { what: string; at: string }[];
};

/** Mails whose recipient, or failing that subject, holds every word of `search`. */
export function matching<Mail extends InboxEntry>(mails: readonly Mail[], search: string): Mail[] {
  const wanted = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return mails.filter(({ to, subject }) => {
    const words = `${to} ${subject}`.toLocaleLowerCase();
    return wanted.every((word) => words.includes(word));
  });
}

/** Where a key leads from the mail `current`, or null when the key does not move. */
export function nextByKey(ids: readonly string[], current: string | null, key: string): string | null {
  const at = current === null ? -1 : ids.indexOf(current);
  const last = ids.length - 1;
  if (last < 0) return null;
  if (key === "ArrowDown") return ids[Math.min(at + 1, last)] ?? null;
  if (key === "ArrowUp") return ids[Math.max(at - 1, 0)] ?? null;
  if (key === "Home") return ids[0] ?? null;
  if (key === "End") return ids[last] ?? null;
  return null;
}
