import "server-only";
import { Resend } from "resend";
import { z } from "zod";
import type { ReportKind } from "@/lib/mail/delivery";

/** One report of Resend's, as far as it is about a message of ours. */
export type ResendReport = {
  /** Resend's id of the report (svix-id). */
  id: string;
  workspaceId: string;
  messageId: string;
  providerId: string;
  kind: ReportKind;
  detail: string | null;
  /** Milliseconds since the epoch, by Resend's clock. */
  at: number;
};

/** Why a delivery was not accepted. */
export class NotFromResend extends Error {}

/**
 * Verifies a webhook delivery with Resend's own SDK (Svix: HMAC over id, time and raw body, five minutes of tolerance)
 * and reads it. Null when it is genuine but about nothing of ours. Throws `NotFromResend`.
 */
export function readResendReport(raw: string, headers: Headers, secret: string): ResendReport | null {
  const id = headers.get("svix-id") ?? "";
  let payload: unknown;
  try {
    // The key is only asked for calls; none is made here.
    payload = new Resend("re_verifies_only").webhooks.verify({
      payload: raw,
      headers: {
        id,
        timestamp: headers.get("svix-timestamp") ?? "",
        signature: headers.get("svix-signature") ?? "",
      },
      webhookSecret: secret,
    });
  } catch (error) {
    throw new NotFromResend(error instanceof Error ? error.message : String(error));
  }
  const parsed = report.safeParse(payload);
  const kind = parsed.success ? kindOf(parsed.data) : null;
  if (!parsed.success || kind === null) return null;
  const { created_at, data } = parsed.data;
  return {
    id,
    workspaceId: data.tags.workspace_id,
    messageId: data.tags.message_id,
    providerId: data.email_id,
    kind,
    detail: (data.bounce?.message ?? data.suppressed?.message ?? data.failed?.reason)?.slice(0, 500) ?? null,
    at: Date.parse(created_at),
  };
}

// Read loosely: Resend adds fields, and its pages name more values than its types.
const report = z.object({
  type: z.string().max(100),
  created_at: z.iso.datetime({ offset: true }),
  data: z.object({
    email_id: z.string().min(1).max(200),
    tags: z.object({ message_id: z.uuid(), workspace_id: z.string().min(1).max(200) }),
    bounce: z
      .object({
        type: z.string().optional(),
        subType: z.string().optional(),
        message: z.string().optional(),
      })
      .optional(),
    suppressed: z.object({ message: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
  }),
});

const KINDS: Record<string, ReportKind> = {
  "email.sent": "sent",
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "suppressed",
};

/** Opens and clicks are measured by our own links and pixel, so Resend's count of them is nothing to us. */
function kindOf({ type, data }: z.output<typeof report>): ReportKind | null {
  if (type !== "email.bounced") return KINDS[type] ?? null;
  // Mail to a suppressed address is reported in either of two ways.
  if (data.bounce?.subType === "Suppressed") return "suppressed";
  return data.bounce?.type === "Permanent" ? "bounced" : "soft-bounced";
}
