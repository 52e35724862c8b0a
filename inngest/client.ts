import "server-only";
import { Inngest } from "inngest";
import { db } from "@/db/client";
import { env } from "@/lib/env";
import { localClient } from "./local/local-client";

const id = "funnelwright";

/** Without any INNGEST_ setting the app brings its own server. */
export function usesLocalInngest(): boolean {
  const { INNGEST_DEV, INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = env();
  return !(INNGEST_DEV || INNGEST_BASE_URL || INNGEST_EVENT_KEY || INNGEST_SIGNING_KEY);
}

/** Sends events and makes functions, towards the embedded server or the one that the settings name. */
export const inngest = usesLocalInngest()
  ? localClient({ id, sql: () => db().$client })
  : new Inngest({ id });
