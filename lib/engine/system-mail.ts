import "server-only";
import { Resend } from "resend";
import { env } from "@/lib/env";

/** Mail of the app itself, to people who sign in. It never enters a workspace's inbox. */
export type SystemMail =
  | { kind: "password-reset"; to: string; name: string; url: string }
  | { kind: "invitation"; to: string; workspace: string; inviter: string; url: string };

const TIMEOUT_MS = 15_000;

/**
 * Sends it through Resend when a key and a sender are set. Otherwise, and whenever that fails, the link is printed
 * in the terminal. Never throws: whoever asked for the mail learns nothing from its fate.
 */
export async function sendSystemMail(mail: SystemMail): Promise<void> {
  const { RESEND_API_KEY, RESEND_BASE_URL, SYSTEM_MAIL_FROM } = env();
  if (!RESEND_API_KEY || !SYSTEM_MAIL_FROM) return print(mail);
  const { subject, text } = write(mail);
  const resend = new Resend(RESEND_API_KEY, { baseUrl: RESEND_BASE_URL || undefined });
  const { error } = await resend.emails.send(
    { from: SYSTEM_MAIL_FROM, to: mail.to, subject, text },
    { signal: AbortSignal.timeout(TIMEOUT_MS) },
  );
  if (!error) return;
  console.error(`A ${names[mail.kind]} could not be sent: ${error.message} (${error.name})`);
  print(mail);
}

const names = { "password-reset": "password mail", invitation: "invitation" } satisfies Record<
  SystemMail["kind"],
  string
>;

function print(mail: SystemMail) {
  const purpose =
    mail.kind === "invitation" ? `Invitation to “${oneLine(mail.workspace)}”` : "Link for a new password";
  console.log(`${purpose}, for ${oneLine(mail.to)}: ${mail.url}`);
}

function write(mail: SystemMail): { subject: string; text: string } {
  if (mail.kind === "invitation") {
    const subject = `${oneLine(mail.inviter)} invites you to ${oneLine(mail.workspace)}`;
    return {
      subject,
      text: `${subject} on Funnelwright.\n\nJoin here, within 7 days:\n${mail.url}\n\nYou did not expect this? Then do nothing.`,
    };
  }
  return {
    subject: "Set a new password",
    text: `Hello ${oneLine(mail.name)},\n\nset a new password here, within an hour:\n${mail.url}\n\nYou did not ask for this? Then do nothing; your password stays as it is.`,
  };
}

/** Names come from people; a line break in them must not start a header or a line of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out.
const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ");
