import { z } from "zod";
import { isAsked, peopleCursor, which } from "@/lib/flow/people";
import { properties } from "@/lib/json";
import { evidence } from "@/lib/nodes/contract";
import { cursorOf } from "./cursor";
import { described } from "./described";
import { EXAMPLE } from "./example";
import { moment, pageOf, paging } from "./fields";

const group = "People in a funnel";

const nodeId = z.string().min(1).max(64);

const shown = {
  id: z.uuid(),
  contactId: z.uuid().nullable().describe("Null, as the email, once the contact was deleted."),
  email: z.string().nullable(),
  version: z.int().min(1).describe("Number of the version they walk on."),
  status: z.enum(["active", "ended"]),
  enteredAt: moment,
  nodeId: z.string().describe("The step where they are, or ended."),
  arrivedAt: moment.describe("There."),
  until: moment.nullable().describe("When the present wait ends by itself."),
  stuck: z.string().nullable().describe("Why they cannot be moved on; null: they can."),
  endedAt: moment.nullable(),
  endReason: z.string().nullable(),
  next: z.string().nullable().describe("What happens next and when, as a sentence; null after the end."),
};

const exampleEnrollment = {
  id: EXAMPLE.enrollmentId,
  contactId: EXAMPLE.contactId,
  email: EXAMPLE.email,
  version: 1,
  status: "active",
  enteredAt: "2026-03-02T09:00:00.000Z",
  nodeId: "bought",
  arrivedAt: "2026-03-02T09:00:01.001Z",
  until: "2026-03-09T09:00:01.001Z",
  stuck: null,
  endedAt: null,
  endReason: null,
  next: "Waits until 9 Mar 09:00 for them to buy something. If they do not, the end of the funnel is next.",
};

export const enrollmentCursor = cursorOf("enrollments", peopleCursor);

export const listEnrollments = described({
  method: "GET",
  path: "/api/v1/funnels/{funnelId}/enrollments",
  group,
  id: "list-enrollments",
  summary: "List the people of a funnel",
  about:
    "Each is one contact's trip through the funnel, last entered first. With which and nodeId: exactly those whom a number of the results counts. Members who try the funnel are left out.",
  params: z.object({ funnelId: z.uuid() }),
  query: z
    .strictObject({
      ...paging,
      cursor: enrollmentCursor.parameter,
      which: which
        .default("entered")
        .describe("entered: all of them. here: there now. Of one step: left, earned, sent, opened, clicked."),
      nodeId: nodeId.optional().describe("Only at this step."),
      path: z
        .string()
        .min(1)
        .max(40)
        .optional()
        .describe("With which=left: the path they took, or pulled, ended, moved, removed."),
      search: z.string().max(200).optional().describe("Words in the address or the name."),
    })
    .refine(({ which, path }) => path === undefined || which === "left", {
      message: "path goes with which=left.",
      path: ["path"],
    })
    .refine(({ which, nodeId }) => isAsked({ which, nodeId }), {
      message: "left, earned, sent, opened and clicked are asked of one step: send nodeId. ended has none.",
      path: ["nodeId"],
    }),
  answers: { 200: { what: "One page of people.", schema: pageOf(z.strictObject(shown)) } },
  example: {
    params: { funnelId: EXAMPLE.funnelId },
    query: { which: "here", nodeId: "bought" },
    answer: { data: [exampleEnrollment], nextCursor: null },
  },
});

const because = z
  .strictObject({
    why: evidence.shape.why,
    items: z.array(
      z.strictObject({
        topic: z.string(),
        test: z.string().optional().describe("Which test of the step's rule."),
        factId: z.string().optional().describe("Id of the event or reaction."),
        value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
        read: z
          .union([z.string(), z.number(), z.boolean(), z.null()])
          .optional()
          .describe("What stood there, of a tag, a field or an answer."),
        unknown: z.literal(true).optional().describe("Nobody may know: their opens are not to be measured."),
        at: moment.nullable(),
      }),
    ),
  })
  .nullable();

const money = { value: z.int().nullable().describe("Minor units."), currency: z.string().nullable() };

export const readEnrollment = described({
  method: "GET",
  path: "/api/v1/enrollments/{enrollmentId}",
  group,
  id: "read-enrollment",
  summary: "Read somebody's path",
  about: "Step by step, with the evidence for each turn and the same in a sentence.",
  params: z.object({ enrollmentId: z.uuid() }),
  answers: {
    200: {
      what: "The path.",
      schema: z.strictObject({
        ...shown,
        funnelId: z.uuid(),
        entry: z
          .strictObject({
            id: z.string(),
            name: z.string(),
            occurredAt: moment,
            ...money,
            properties,
          })
          .nullable()
          .describe("The event that started it."),
        path: z.array(
          z.strictObject({
            visit: z.int().min(1).describe("1, 2, 3…"),
            nodeId: z.string(),
            name: z.string().describe("As it stands on the card."),
            enteredAt: moment,
            leftAt: moment.nullable(),
            left: z
              .string()
              .nullable()
              .describe("By which path; or pulled, moved, removed, ended. Null: they are there."),
            evidence: because,
            because: z.string().nullable().describe("The evidence as a sentence."),
            messageId: z.uuid().nullable(),
          }),
        ),
        conversions: z.array(z.strictObject({ nodeId: z.string(), ...money, at: moment })),
      }),
    },
  },
  example: {
    params: { enrollmentId: EXAMPLE.enrollmentId },
    answer: {
      ...exampleEnrollment,
      funnelId: EXAMPLE.funnelId,
      entry: {
        id: "form:1",
        name: "form.submitted",
        occurredAt: "2026-03-02T09:00:00.000Z",
        value: null,
        currency: null,
        properties: {},
      },
      path: [
        {
          visit: 1,
          nodeId: "start",
          name: "Trigger 1",
          enteredAt: "2026-03-02T09:00:00.000Z",
          leftAt: "2026-03-02T09:00:00.000Z",
          left: "next",
          evidence: {
            why: "entered",
            items: [{ topic: "event:form.submitted", factId: "form:1", at: "2026-03-02T09:00:00.000Z" }],
          },
          because: "Came in by the form.",
          messageId: null,
        },
        {
          visit: 2,
          nodeId: "welcome",
          name: "Email 1",
          enteredAt: "2026-03-02T09:00:00.000Z",
          leftAt: "2026-03-02T09:00:01.001Z",
          left: "next",
          evidence: {
            why: "settled",
            items: [{ topic: "message", value: "sent", at: "2026-03-02T09:00:01.001Z" }],
          },
          because: "The email was sent.",
          messageId: EXAMPLE.messageId,
        },
        {
          visit: 3,
          nodeId: "bought",
          name: "Goal 1",
          enteredAt: "2026-03-02T09:00:01.001Z",
          leftAt: null,
          left: null,
          evidence: null,
          because: null,
          messageId: null,
        },
      ],
      conversions: [],
    },
  },
});
