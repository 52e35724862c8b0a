import "server-only";
import { env } from "@/lib/env";
import type { CallReach } from "@/lib/nodes/call-reach";

/** By this installation's settings. */
export const callReach = (): CallReach => ({ anywhere: env().ALLOW_PRIVATE_WEBHOOKS, home: env().APP_URL });
