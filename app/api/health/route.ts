import { sql } from "drizzle-orm";
import { engineState } from "@/app/_server/start-app";
import { db } from "@/db/client";
import { env } from "@/lib/env";

/** For the runner and for load balancers: 200 once the database answers and was furnished, 503 before and else. */
export async function GET() {
  const engine = engineState();
  try {
    await db().execute(sql`select 1`);
  } catch {
    return report(503, { database: "unreachable", engine });
  }
  if (!engine) return report(503, { database: "starting", engine });
  return report(200, { database: "ok", engine, mail: env().RESEND_API_KEY ? "resend" : "test inbox" });
}

const report = (status: number, body: Record<string, unknown>) =>
  Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
