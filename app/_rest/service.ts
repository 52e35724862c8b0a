import { z } from "zod";
import { described } from "./described";

const group = "Service";

export const readDocument = described({
  method: "GET",
  path: "/api/v1/openapi.json",
  group,
  id: "read-document",
  summary: "Read this description",
  about: "OpenAPI 3.1, for tools that make a client from it. It holds nothing of any workspace.",
  open: true,
  answers: {
    200: {
      what: "The description.",
      schema: z.looseObject({ openapi: z.literal("3.1.0"), paths: z.record(z.string(), z.unknown()) }),
    },
  },
  example: { answer: { openapi: "3.1.0", paths: {} } },
});

const health = z.strictObject({
  ok: z.boolean().describe("Everything that this process is there for works."),
  database: z.enum(["ok", "starting", "unreachable"]),
  engine: z
    .enum(["running", "starting", "off", "failed"])
    .nullable()
    .describe(
      "off: another process runs it. failed: pages are served, but nobody moves on until a restart. null: not known yet.",
    ),
  mail: z
    .enum(["test inbox", "resend", "resend, held"])
    .nullable()
    .describe("held: the provider refuses at present; the app says why. null: not known."),
});

export const readHealth = described({
  method: "GET",
  path: "/api/health",
  group,
  id: "read-health",
  summary: "Ask whether it works",
  about: "For load balancers and monitors.",
  open: true,
  answers: {
    200: { what: "Pages and calls are served. Whether all is well is in ok.", schema: health },
    503: { what: "The database is away, or not ready yet.", schema: health },
  },
  example: { answer: { ok: true, database: "ok", engine: "running", mail: "test inbox" } },
});
