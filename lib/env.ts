import "server-only";
import { z } from "zod";

const flag = z
  .enum(["", "0", "1", "true", "false", "on", "off"])
  .default("")
  .transform((value) => value === "1" || value === "true" || value === "on");
const text = z.string().trim().default("");

/** Every setting the app reads. `.env.example` holds the same keys with a sentence each; a test compares the two. */
export const envSchema = z.object({
  /** Production database. Empty: the runner starts PostgreSQL in the data folder and fills this in. */
  DATABASE_URL: text,
  /** Folder of the embedded database. Set by the runner, and only in embedded mode. */
  DATA_DIR: text,
  /** Where people reach the app, without a slash at the end. Links and cookies are made from it. */
  APP_URL: z.preprocess(
    (value) => value || undefined,
    z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),
  ),
  /** At least 32 random characters. Embedded mode keeps its own in the data folder. */
  APP_SECRET: text,
  /** Lets strangers make an account. Off: by invitation only. */
  ALLOW_SIGN_UP: flag,
  /** Lets waits and patience be as short as a second. For tests and demonstrations. */
  ALLOW_SHORT_WAITS: flag,
  /** "off" on a process that only serves pages; "beside" says that the runner keeps the engine in processes of its own. */
  ENGINE: z
    .enum(["", "on", "off", "beside"])
    .default("")
    .transform((value) => value || "on"),
  /** How many of them, beside the server. Read by the runner. */
  ENGINE_PROCESSES: text,
  /** "off": the demo workspace of an embedded app stays empty. */
  DEMO: z
    .enum(["", "on", "off"])
    .default("")
    .transform((value) => value !== "off"),
  RESEND_API_KEY: text,
  RESEND_BASE_URL: text,
  /** Signing secret of the webhook at Resend that reports deliveries to /api/webhooks/resend. */
  RESEND_WEBHOOK_SECRET: text,
  /** Lets Webhook steps call private networks, plain HTTP and any port. Only where everybody who signs in is trusted with them. */
  ALLOW_PRIVATE_WEBHOOKS: flag,
  /** From line of password and invitation mail, for example: Funnelwright <hello@example.org>. */
  SYSTEM_MAIL_FROM: text,
  INNGEST_DEV: text,
  INNGEST_BASE_URL: text,
  INNGEST_EVENT_KEY: text,
  INNGEST_SIGNING_KEY: text,
});

export type Env = z.output<typeof envSchema>;

let parsed: Env | undefined;

/** The only reader of `process.env`. Parsed at first use, so that a build needs no settings. */
export function env(): Env {
  if (parsed) return parsed;
  const result = envSchema.safeParse(process.env);
  if (!result.success) {
    throw new Error(
      `Settings are incomplete. Compare them with .env.example.\n${z.prettifyError(result.error)}`,
    );
  }
  parsed = result.data;
  return parsed;
}

/**
 * From now on the environment is an ordinary object: the Inngest SDK reads all of it several times per call, and each name
 * of the real one costs a call of the system's. Settings that are made from here on reach child processes as before.
 */
export function keepEnvironment(): void {
  process.env = { ...process.env };
}
