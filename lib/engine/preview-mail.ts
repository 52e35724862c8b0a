import "server-only";
import { compileEmail } from "@/emails/compile";
import { isClosing } from "@/lib/mail/document";
import { eventValues } from "@/lib/mail/event-values";
import { fillEmail } from "@/lib/mail/fill";
import { pathsOf, sampleValues } from "@/lib/mail/samples";
import type { EmailSettings } from "@/lib/nodes/email/definition";

export type MailPreview = {
  subject: string;
  preview: string;
  html: string;
  text: string;
  /** Where the details of the event come from that it prints; null when it prints none. */
  eventFrom: { is: "sample" } | { is: "last"; name: string } | null;
  /** Links that close. `until`: when, as the preview's person reads it; null while the funnel has no such date. */
  closing: { key: string; label: string; until: string | null; afterwards: string | null }[];
};

type Given = {
  postalAddress: string;
  /** The event that last brought somebody in, if anybody has come yet. */
  last: (Parameters<typeof eventValues>[0] & { name: string }) | null;
  /** The funnel's dates, as the preview's person reads them. */
  dates?: Record<string, string>;
  /** A picture to show for an item that has none of its own yet. */
  picture: string;
};

/** An email as a sample person would get it, with the details of a real event where there is one. */
export async function previewMail(
  settings: EmailSettings,
  { postalAddress, last, dates = {}, picture }: Given,
): Promise<MailPreview> {
  const compiled = await compileEmail(settings);
  const values = sampleValues(
    settings,
    { ...(last ? { event: eventValues(last) } : {}), dates },
    { picture },
  );
  const { subject, preview, html, text } = fillEmail(compiled, values, {
    link: (_key, target) => target,
    pixelUrl: null,
    unsubscribeUrl: settings.kind === "marketing" ? "#unsubscribe" : null,
    postalAddress,
  });
  const printsEvent = pathsOf(settings).some((path) => !/^(contact|dates)\./.test(path));
  const eventFrom = last ? { is: "last" as const, name: last.name } : { is: "sample" as const };
  const closing = compiled.links.flatMap(({ key, label, target }) =>
    isClosing(target)
      ? [{ key, label, until: dates[target.until] ?? null, afterwards: target.afterwards || null }]
      : [],
  );
  return { subject, preview, html, text, eventFrom: printsEvent ? eventFrom : null, closing };
}
