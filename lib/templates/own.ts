import { z } from "zod";
import { isWebAddress, LONGEST_URL } from "@/lib/mail/document";

/** What a template says in the words of the business that uses it. */
export const own = z.strictObject({
  /** As readers know it: "Berg & Daughters". */
  business: z
    .string()
    .trim()
    .min(1, "Write your business’s name, as your readers know it.")
    .max(80, "Use at most 80 characters for the name of your business."),
  /** Its website, where the buttons lead. Null: they lead to a stand-in until somebody changes them. */
  site: z.string().max(LONGEST_URL).refine(isWebAddress, "The website is not a web address.").nullable(),
});
export type Own = z.output<typeof own>;

/** A website as somebody types it: "berg.example" means its https address. Null: none. Undefined: it is no address. */
export function siteOf(typed: string): string | null | undefined {
  const text = typed.trim();
  if (text === "") return null;
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return isWebAddress(address) && /^[^.]+\.[^.]/.test(new URL(address).hostname) ? address : undefined;
}

/** Mailboxes that many share, so that their domain says nothing about whose they are. */
const SHARED =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|gmx|web|proton|protonmail|mail|t-online|orange|naver|qq|163)\.[a-z.]+$/i;

/** What the sender of a workspace tells about its business. The sender of a first start is a stand-in, and tells nothing. */
export function guessOwn(sender: { name: string; email: string } | null): { business: string; site: string } {
  const domain = sender?.email.split("@")[1] ?? "";
  if (!sender || domain.endsWith(".localhost")) return { business: "", site: "" };
  return { business: sender.name.slice(0, 80), site: domain === "" || SHARED.test(domain) ? "" : domain };
}
