import "server-only";
import { env } from "@/lib/env";

/**
 * Whether a request comes from a page of ours. A browser names the origin of everything that changes something;
 * a request that names none, or "null", is refused.
 */
export const isSameOrigin = (headers: Headers): boolean =>
  headers.get("origin") === new URL(env().APP_URL).origin;
