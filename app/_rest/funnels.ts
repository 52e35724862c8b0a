import { z } from "zod";
import { strictFlow } from "@/lib/flow/flow";
import { movePlan } from "@/lib/flow/move-plan";
import { endings } from "@/lib/flow/take-in";
import { backlogChoice } from "@/lib/mail/backlog";
import { templates } from "@/lib/templates/templates";
import { cursorOf } from "./cursor";
import { described } from "./described";
import { EXAMPLE } from "./example";
import { exampleFlow } from "./example-flow";
import { count, moment, pageOf, paging, revenue } from "./fields";

const group = "Funnels";
const templateIds = templates.map(({ id }) => id);
const params = z.object({ funnelId: z.uuid() });
const exampleParams = { funnelId: EXAMPLE.funnelId };

const name = z
  .string()
  .trim()
  .min(1, "Give the funnel a name.")
  .max(120, "A name has at most 120 characters.");
const status = z
  .enum(["draft", "live", "paused"])
  .describe("draft: never published. paused: nobody moves and no mail leaves; people still enter.");
const revision = z
  .int()
  .min(0)
  .describe("Grows with every saved draft. Send the one you changed: an older one is refused.");

export const funnelCursor = cursorOf(
  "funnels",
  z.strictObject({ createdAt: z.iso.datetime({ precision: 6 }), id: z.uuid() }),
);

export const listFunnels = described({
  method: "GET",
  path: "/api/v1/funnels",
  group,
  id: "list-funnels",
  summary: "List the funnels",
  about: "Newest first. Archived ones are left out.",
  query: z.strictObject({ ...paging, cursor: funnelCursor.parameter }),
  answers: {
    200: {
      what: "One page of funnels.",
      schema: pageOf(z.strictObject({ id: z.uuid(), name, status, revision, createdAt: moment })),
    },
  },
  example: {
    query: { limit: "20" },
    answer: {
      data: [
        {
          id: EXAMPLE.funnelId,
          name: "Welcome series",
          status: "live",
          revision: 3,
          createdAt: "2026-03-02T09:00:00.000Z",
        },
      ],
      nextCursor: null,
    },
  },
});

export const makeFunnel = described({
  method: "POST",
  path: "/api/v1/funnels",
  group,
  id: "make-funnel",
  summary: "Make a funnel",
  about:
    "Makes a draft; nobody enters before it is published. With a template it is drawn and written as that, in the name of the workspace's sender; with a flow as the flow says; without both the canvas is empty. The shape of a flow stands in the description as Flow; the easiest way to one is to read a funnel that was drawn. What it still lacks is said by Publish, not here.",
  body: z
    .strictObject({
      name,
      flow: strictFlow.optional(),
      template: z.enum(templateIds).optional().describe("Instead of a flow: one of ours to start from."),
    })
    .refine(({ flow, template }) => flow === undefined || template === undefined, {
      message: "Send a flow or a template, not both.",
      path: ["template"],
    }),
  takesKey: true,
  answers: {
    201: { what: "The draft is made.", schema: z.strictObject({ id: z.uuid(), revision }) },
  },
  refusals: {
    422: {
      code: "other_request",
      what: "That Idempotency-Key was sent with another body within the last 24 hours. Nothing was made.",
    },
  },
  example: {
    body: { name: "Welcome series", flow: exampleFlow },
    answer: { id: EXAMPLE.funnelId, revision: 1 },
  },
});

export const readFunnel = described({
  method: "GET",
  path: "/api/v1/funnels/{funnelId}",
  group,
  id: "read-funnel",
  summary: "Read a funnel",
  about: "The draft with its revision, and the version that is live.",
  params,
  answers: {
    200: {
      what: "The funnel.",
      schema: z.strictObject({
        id: z.uuid(),
        name,
        status,
        createdAt: moment,
        revision,
        flow: strictFlow.describe("The draft."),
        changed: z.boolean().describe("Published, and the draft would do something else."),
        formUrl: z.url().nullable().describe("Where its form is shown, once a form starts it."),
        live: z
          .strictObject({
            versionId: z.uuid(),
            number: z.int().min(1).describe("1, 2, 3…"),
            publishedAt: moment,
            flow: strictFlow,
          })
          .nullable(),
      }),
    },
  },
  example: {
    params: exampleParams,
    answer: {
      id: EXAMPLE.funnelId,
      name: "Welcome series",
      status: "live",
      createdAt: "2026-03-02T09:00:00.000Z",
      revision: 1,
      flow: exampleFlow,
      changed: false,
      formUrl: "https://app.example/f/welcome-series-1f2e3d4c",
      live: {
        versionId: EXAMPLE.versionId,
        number: 1,
        publishedAt: "2026-03-02T09:05:00.000Z",
        flow: exampleFlow,
      },
    },
  },
});

export const saveDraft = described({
  method: "PUT",
  path: "/api/v1/funnels/{funnelId}/draft",
  group,
  id: "save-draft",
  summary: "Save the draft",
  about:
    "Puts a flow in the place of the draft. Who is in the funnel notices nothing before it is published. When somebody was faster, nothing is saved: read the funnel again, and put your change into what it is now.",
  params,
  body: z.strictObject({ revision, flow: strictFlow }),
  answers: { 200: { what: "It is saved, as this revision.", schema: z.strictObject({ revision }) } },
  refusals: { 409: { code: "stale", what: "The draft was changed after the revision you sent." } },
  example: {
    params: exampleParams,
    body: { revision: 1, flow: exampleFlow },
    answer: { revision: 2 },
  },
});

export const publishFunnel = described({
  method: "POST",
  path: "/api/v1/funnels/{funnelId}/publish",
  group,
  id: "publish-funnel",
  summary: "Publish a funnel",
  about:
    "Makes the draft the live version: from now on people enter, and mail goes out. Who is in the funnel is taken along within minutes: they go on at their step by the new version, and mail that was not sent yet goes out in its words. Who is at a step that it does not have, or that is of another kind now, goes on by the version they are on, unless the plan says otherwise. Published again without a change, it is the same version.",
  params,
  body: z.strictObject({
    revision: revision
      .optional()
      .describe("Publish only if the draft still has this revision. Without it: whatever the draft is."),
    plan: movePlan
      .optional()
      .describe(
        "What becomes of the people at a step, by the step's id. along: they go on at it; what it waits for is reckoned anew from when they came. anew: as if they came now. stay: they go on by the version they are on. move: to another step of the new version. leave: they leave the funnel.",
      ),
    takeIn: endings
      .optional()
      .describe(
        "Paths that ended the funnel and lead to a new step now: whoever finished by one of them goes on there. Without it nobody does.",
      ),
  }),
  bodyMayBeMissing: true,
  answers: {
    200: {
      what: "This version is live.",
      schema: z.strictObject({ versionId: z.uuid(), number: z.int().min(1) }),
    },
  },
  refusals: {
    409: { code: "stale", what: "The draft was changed after the revision you sent." },
    422: {
      code: "blocked",
      what: "Something stands in the way, in the draft or in the plan. The message has every sentence, each on a line of its own; nothing was published.",
    },
  },
  example: {
    params: exampleParams,
    body: { revision: 1, plan: { bought: { do: "anew" } } },
    answer: { versionId: EXAMPLE.versionId, number: 1 },
  },
});

const held = z.strictObject({ id: z.uuid(), status });
const neverPublished = {
  409: { code: "not_published", what: "The funnel is a draft that was never published." },
};

export const pauseFunnel = described({
  method: "POST",
  path: "/api/v1/funnels/{funnelId}/pause",
  group,
  id: "pause-funnel",
  summary: "Pause a funnel",
  about: "Nobody moves on and no mail leaves until it is resumed. A paused funnel stays paused.",
  params,
  body: z.strictObject({}),
  bodyMayBeMissing: true,
  answers: { 200: { what: "It is paused.", schema: held } },
  refusals: neverPublished,
  example: { params: exampleParams, answer: { id: EXAMPLE.funnelId, status: "paused" } },
});

export const resumeFunnel = described({
  method: "POST",
  path: "/api/v1/funnels/{funnelId}/resume",
  group,
  id: "resume-funnel",
  summary: "Resume a funnel",
  about:
    "Everybody goes on where they were held. What should have happened before that is dealt with as backlog says; without it, mail that is more than a day late waits for a decision in the app. A funnel that is live is left as it is.",
  params,
  body: z.strictObject({
    backlog: backlogChoice
      .default({ do: "decide" })
      .describe(
        "decide: what is more than a day late waits for a decision, the rest goes. send: all of it goes now. spread: all of it, evenly over so many days. skip: what is older than so many hours is skipped, the rest goes. restart: waits that ended meanwhile start over.",
      ),
  }),
  bodyMayBeMissing: true,
  answers: { 200: { what: "It is live.", schema: held } },
  refusals: neverPublished,
  example: {
    params: exampleParams,
    body: { backlog: { do: "spread", days: 3 } },
    answer: { id: EXAMPLE.funnelId, status: "live" },
  },
});

const totals = { entered: count, here: count, converted: count, revenue };

export const readStats = described({
  method: "GET",
  path: "/api/v1/funnels/{funnelId}/stats",
  group,
  id: "read-stats",
  summary: "Read the numbers of a funnel",
  about:
    "Over all its versions, in people: each counts once per step. Revenue is in minor units by currency (4900 is 49.00 EUR). Steps of the live version come first, then removed ones that somebody passed.",
  params,
  answers: {
    200: {
      what: "The numbers of now.",
      schema: z.strictObject({
        funnelId: z.uuid(),
        totals: z.strictObject(totals),
        nodes: z.array(
          z.strictObject({
            nodeId: z.string(),
            ...totals,
            left: z
              .record(z.string(), count)
              .describe("By path; pulled: a goal caught them. ended: it ended here."),
            converted: count.describe("Of those who entered, how many reached a goal, then or later."),
            sent: count.optional().describe("Emails only, as opened and clicked."),
            opened: count.optional(),
            clicked: count.optional(),
          }),
        ),
      }),
    },
  },
  example: {
    params: exampleParams,
    answer: {
      funnelId: EXAMPLE.funnelId,
      totals: { entered: 120, here: 38, converted: 17, revenue: { EUR: 83300 } },
      nodes: [
        {
          nodeId: "start",
          entered: 120,
          here: 0,
          left: { next: 120 },
          converted: 17,
          revenue: { EUR: 83300 },
        },
        {
          nodeId: "welcome",
          entered: 120,
          here: 38,
          left: { next: 80, pulled: 2 },
          converted: 17,
          revenue: { EUR: 83300 },
          sent: 118,
          opened: 61,
          clicked: 24,
        },
      ],
    },
  },
});
