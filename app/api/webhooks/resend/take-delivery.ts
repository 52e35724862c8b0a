import "server-only";
import { answer, refuse } from "@/app/_server/api";
import { readBytes } from "@/app/_server/read-bytes";
import { engine } from "@/lib/engine/current";
import type { Engine } from "@/lib/engine/engine";
import { takeReport } from "@/lib/engine/take-report";
import { NotFromResend, readResendReport } from "@/lib/engine/transport/resend-report";
import { env } from "@/lib/env";

const MOST_BYTES = 256 * 1024;

/**
 * Takes one webhook delivery. 200 for everything genuine, also what is about nothing of ours: anything else makes Resend
 * send it again, and in the end switch the webhook off. When the database is away it is asked to come again.
 */
export async function takeDelivery(
  request: Request,
  { secret = env().RESEND_WEBHOOK_SECRET, act = engine }: { secret?: string; act?: () => Engine } = {},
): Promise<Response> {
  if (!secret) {
    return refuse(
      404,
      "not_set_up",
      "Set RESEND_WEBHOOK_SECRET to the signing secret of this webhook first.",
    );
  }
  const bytes = await readBytes(request, MOST_BYTES);
  if (!bytes) return refuse(413, "too_large", "The body is larger than 256 KB.");
  try {
    const report = readResendReport(new TextDecoder().decode(bytes), request.headers, secret);
    return answer(200, { result: report ? await takeReport(act(), report) : "unknown" });
  } catch (error) {
    if (error instanceof NotFromResend) {
      return refuse(401, "bad_signature", "The signature does not fit, so nothing was taken in.");
    }
    console.error("A report of Resend's could not be taken in; it will come again.", error);
    const response = refuse(503, "try_again", "Nothing was taken in. Send it again.");
    response.headers.set("Retry-After", "30");
    return response;
  }
}
