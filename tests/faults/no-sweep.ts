import type { Pool } from "@/db/client";
import type { LocalServer } from "@/inngest/local/server";

/**
 * The app's functions on the embedded server as the app has them, but without a sweep: whoever misses a wake-up here is
 * never found. Once per test file, because the settings of a process are read once. `between`: what happens after a run
 * has advanced somebody and before its wait is registered.
 */
export async function appFunctions(
  url: string,
  pool: Pool,
  between: (enrollmentId: string) => Promise<void> = async () => {},
): Promise<LocalServer> {
  process.env.DATABASE_URL = url;
  process.env.RESEND_API_KEY = "";
  for (const name of ["DEV", "BASE_URL", "EVENT_KEY", "SIGNING_KEY"]) process.env[`INNGEST_${name}`] = "";
  const { inngest } = await import("@/inngest/client");
  const { functions } = await import("@/inngest/functions");
  const { inProcess } = await import("@/inngest/local/handlers");
  const { startLocalServer } = await import("@/inngest/local/server");
  const call = inProcess(inngest, functions);
  return startLocalServer({
    pool,
    async call(request) {
      const asked = await request.clone().text();
      const response = await call(request);
      const says = await response.clone().text();
      const [, enrollmentId] = /"enrollmentId":"([\w-]+)"/.exec(asked) ?? [];
      if (enrollmentId && says.includes("WaitForEvent")) await between(enrollmentId);
      return response;
    },
  });
}
