import { readHealth } from "@/app/_rest/service";
import { openRoute } from "@/app/_server/api";
import { engineState } from "@/app/_server/start-app";
import { db } from "@/db/client";
import { engineBeats } from "@/db/queries/engine-beats";
import { heldAccounts } from "@/db/queries/mail-accounts";
import { engine } from "@/lib/engine/current";

/** Whoever asks does not wait longer than this for a database that is away. */
const PATIENCE_MS = 3_000;
/** A process of the engine that has not begun by then has failed. */
const BEGINS_WITHIN_S = 60;

/** 200 once the database answers and was furnished, 503 before and else. Also the runner waits for it. */
export const GET = openRoute(readHealth, async ({ answer }) => {
  const here = engineState();
  const now = Date.now();
  const held = await within(PATIENCE_MS, heldAccounts(db(), { now })).catch(() => null);
  const state = here === "beside" ? held && (await besideState()) : here;
  if (!held) return answer(503, { ok: false, database: "unreachable", engine: state, mail: null });
  if (!state) return answer(503, { ok: false, database: "starting", engine: state, mail: null });
  const provider = engine().accounts.find(({ transport }) => transport !== null);
  const isHeld = provider !== undefined && held.includes(provider.id);
  return answer(200, {
    ok: state !== "failed" && !isHeld,
    database: "ok",
    engine: state,
    mail: provider ? (isHeld ? "resend, held" : "resend") : "test inbox",
  });
});

/** The engine's processes say in the database that they live. */
async function besideState(): Promise<"running" | "starting" | "failed" | null> {
  const beats = await within(PATIENCE_MS, engineBeats(db())).catch(() => null);
  if (beats === null) return null;
  if (beats) return "running";
  return process.uptime() < BEGINS_WITHIN_S ? "starting" : "failed";
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The database does not answer.")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
