import "server-only";
import { compileEmail } from "@/emails/compile";
import { fillEmail } from "@/lib/mail/fill";
import { sampleValues } from "@/lib/mail/samples";
import type { EmailSettings } from "@/lib/nodes/email/definition";

export type MailPreview = { subject: string; preview: string; html: string; text: string };

/** An email as a sample person would get it: compiled and filled by the functions that send. */
export async function previewMail(
  settings: EmailSettings,
  { postalAddress }: { postalAddress: string },
): Promise<MailPreview> {
  const compiled = await compileEmail(settings);
  const { subject, preview, html, text } = fillEmail(compiled, sampleValues(settings), {
    link: (_key, target) => target,
    pixelUrl: null,
    unsubscribeUrl: settings.kind === "marketing" ? "#unsubscribe" : null,
    postalAddress,
  });
  return { subject, preview, html, text };
}
