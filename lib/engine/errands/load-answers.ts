import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { errand } from "@/db/schema";
import { answersOf } from "@/lib/flow/answers";
import type { JsonValue } from "@/lib/json";
import type { CompiledEmail } from "@/lib/mail/compiled";
import { addressOf } from "@/lib/mail/document";

type Scope = { workspaceId: string; id: string };

/** What an email may print of the answers that Webhook steps got on the way of one enrollment. Read only where it does. */
export async function loadAnswers(
  tx: Tx,
  { workspaceId, id }: Scope,
  { slots, links }: Pick<CompiledEmail, "slots" | "links">,
): Promise<Record<string, JsonValue>> {
  const asks = (path: string) => path.startsWith("answer.");
  const used =
    slots.some(({ path }) => asks(path)) ||
    links.some(({ target }) => {
      const to = addressOf(target);
      return typeof to === "object" && asks(to.path);
    });
  if (!used) return {};
  const rows = await tx
    .select({ value: errand.answer, settledAt: errand.settledAt })
    .from(errand)
    .where(and(eq(errand.workspaceId, workspaceId), eq(errand.enrollmentId, id), eq(errand.state, "done")));
  return answersOf(
    rows.map(({ value, settledAt }) => ({ settled: "sent" as const, settledAt, value })),
    Number.POSITIVE_INFINITY,
  );
}
