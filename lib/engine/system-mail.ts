import "server-only";
import { Resend } from "resend";
import type { SystemMailName, SystemMailProps } from "@/emails";
import { env } from "@/lib/env";

/** One mail of the app itself, to somebody who signs in or is invited to. */
export type SystemMail = {
  [Name in SystemMailName]: { name: Name; to: string; props: SystemMailProps[Name] };
}[SystemMailName];

const TIMEOUT_MS = 15_000;

/**
 * Sends a mail that never enters a workspace's inbox: through Resend when a key and a sender are set. Otherwise,
 * and whenever that fails, its link is printed in the terminal. Never throws: whoever asked for the mail learns
 * nothing from its fate.
 */
export async function sendSystemMail(mail: SystemMail): Promise<void> {
  await deliverSystemMail(mail);
}

/**
 * The same, for whoever has to know: why Resend did not take it, or null. The same `key` and mail are taken once,
 * however often they are sent.
 */
export async function deliverSystemMail(mail: SystemMail, key?: string): Promise<string | null> {
  const failure = env().RESEND_API_KEY && env().SYSTEM_MAIL_FROM ? await sendByResend(mail, key) : "";
  if (failure === null) return null;
  if (failure) console.error(`The ${purposes[mail.name]} for ${mail.to} could not be mailed: ${failure}`);
  console.log(`${capital(purposes[mail.name])} for ${mail.to}: ${mail.props.url}`);
  return failure || null;
}

const purposes: Record<SystemMailName, string> = {
  "password-reset": "link for a new password",
  invitation: "invitation",
  "step-note": "note about a person",
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Null when Resend took it, otherwise why not. */
async function sendByResend(
  { name, to, props }: SystemMail,
  key: string | undefined,
): Promise<string | null> {
  const { RESEND_API_KEY, RESEND_BASE_URL, SYSTEM_MAIL_FROM } = env();
  try {
    // The templates bring a renderer along; without a transport nobody needs it.
    const { renderSystemMail } = await import("@/emails/render-system-mail");
    const letter = await renderSystemMail(name, props);
    const resend = new Resend(RESEND_API_KEY, { baseUrl: RESEND_BASE_URL || undefined });
    const { error } = await resend.emails.send(
      { from: SYSTEM_MAIL_FROM, to, ...letter },
      { signal: AbortSignal.timeout(TIMEOUT_MS), ...(key ? { idempotencyKey: key } : {}) },
    );
    return error && `${error.message} (${error.name})`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
