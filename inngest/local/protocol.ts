import { z } from "zod";
import { checkExpression } from "./expression";

const text = z.string().min(1).max(2000);

const expression = text.superRefine((value, context) => {
  try {
    checkExpression(value);
  } catch (error) {
    context.addIssue({
      code: "custom",
      message: error instanceof Error ? error.message : "not an expression",
    });
  }
});

const concurrency = z.strictObject({ limit: z.int().positive(), key: expression.optional() });

/**
 * A function as the SDK describes it. Strict: a setting this server would not honour (debounce, batches, …)
 * is refused when the app starts, not ignored while it runs.
 */
export const functionConfig = z.strictObject({
  id: text,
  name: text,
  triggers: z
    .array(
      z.union([
        z.strictObject({ event: text, expression: expression.optional() }),
        z.strictObject({ cron: text }),
      ]),
    )
    .max(10),
  steps: z.object({
    step: z.object({ retries: z.object({ attempts: z.int().min(0).max(20) }).optional() }),
  }),
  cancel: z
    .array(z.strictObject({ event: text, if: expression.optional(), timeout: text.optional() }))
    .max(5)
    .default([]),
  idempotency: expression.optional(),
  concurrency: z
    .union([
      z
        .int()
        .positive()
        .transform((limit) => ({ limit })),
      concurrency,
      z.tuple([concurrency]).transform(([one]) => one),
    ])
    .optional(),
});

export type FunctionConfig = z.output<typeof functionConfig>;

/** The SDK's answer to an in-band sync. */
export const syncAnswer = z.object({ app_id: text, functions: z.array(z.unknown()).max(500) });

const record = z.record(z.string(), z.unknown());

/** An event as apps send it. Names under `inngest/` are the server's own. */
export const sentEvent = z.object({
  name: z
    .string()
    .min(1, "event name is empty")
    .max(256)
    .refine((name) => !name.startsWith("inngest/"), "event names under inngest/ are reserved"),
  data: record.nullish().transform((data) => data ?? {}),
  id: z.string().max(512).nullish(),
  ts: z.int().nonnegative().nullish(),
  user: record.nullish(),
  v: z.string().max(64).nullish(),
});

export const sentEvents = z.preprocess(
  (body) => (Array.isArray(body) ? body : [body]),
  z.array(sentEvent).min(1).max(5000),
);

/** An event as functions receive it. `ts` is in milliseconds. */
export type EventPayload = {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user: Record<string, unknown>;
  v?: string;
};

/** An error as the SDK writes it. Its cause, if any, is passed on untouched. */
export const sdkError = z
  .looseObject({ name: z.string(), message: z.string(), stack: z.string().optional() })
  .catch((context) => ({ name: "Error", message: JSON.stringify(context.value ?? null).slice(0, 2000) }));

export type SdkError = z.output<typeof sdkError>;

/** An error as memos and `function.failed` carry it: without the SDK's mark that it was written out. */
export function plainError({ __serialized, ...error }: SdkError): Record<string, unknown> {
  return error;
}

/** As Inngest: what a step may return. */
export const largestStepBytes = 4 * 1024 * 1024;

const stepId = z.string().regex(/^[0-9a-f]{40}$/);
const value = z.unknown().transform((given) => given ?? null);

const handled = z.discriminatedUnion("op", [
  z.object({ op: z.literal("StepRun"), id: stepId, data: value }),
  z.object({ op: z.literal("StepError"), id: stepId, error: sdkError }),
  z.object({ op: z.literal("StepFailed"), id: stepId, error: sdkError }),
  z.object({
    op: z.literal("StepPlanned"),
    id: stepId,
    opts: z.object({ parallelMode: z.never().optional() }).nullish(),
  }),
  z.object({ op: z.literal("Sleep"), id: stepId, name: z.string().max(100) }),
  z.object({
    op: z.literal("WaitForEvent"),
    id: stepId,
    name: text,
    opts: z.object({ timeout: z.string().max(100), if: text.optional() }),
  }),
  z.object({ op: z.literal("RunComplete"), id: stepId, data: value }),
]);

const unsupported = z
  .object({ op: z.string() })
  .transform(({ op }) => ({ op: "Unsupported" as const, was: op }));

/** What the SDK asks of the server. An operation this server does not have is named, so that the run can say so. */
export const operation = z.union([handled, unsupported]);

export type Operation = z.output<typeof operation>;

/** Steps that the SDK has run and goes on from. `qi_id` and `generation_id` are what the request named. */
export const checkpoint = z.object({
  qi_id: z.string().regex(/^\d{1,19}$/),
  generation_id: z.int(),
  steps: z.array(z.object({ op: z.literal("StepRun"), id: stepId, data: value })).max(1000),
});

export type Checkpoint = z.output<typeof checkpoint>;
