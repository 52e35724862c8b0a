import { z } from "zod";
import { emailAddress } from "@/lib/engine/fact-input";
import { cursorOf } from "./cursor";
import { described } from "./described";
import { EXAMPLE } from "./example";
import { moment, pageOf, paging } from "./fields";

const group = "Messages";

const state = z
  .enum(["queued", "held", "sending", "sent", "dropped", "failed", "unknown", "cancelled"])
  .describe(
    "queued: waits its turn. held: waits for a decision in the app. unknown: the provider never answered, so it may have been sent; it is not sent again, and becomes sent when it is opened, when the provider reports about it, or when somebody says so in the app (or failed, when they say that it was not). The reason says more.",
  );

const shown = {
  id: z.uuid(),
  state,
  reason: z.string().nullable(),
  kind: z.enum(["marketing", "service"]),
  test: z.boolean().describe("Of a member who tried the funnel; it stayed in the test inbox."),
  funnelId: z.uuid(),
  enrollmentId: z.uuid(),
  nodeId: z.string(),
  contactId: z.uuid().nullable().describe("Null once the contact was deleted."),
  from: z.string().nullable(),
  to: z.string().nullable(),
  subject: z
    .string()
    .nullable()
    .describe("Null, as the text, until its words are fixed right before sending."),
  preview: z.string().nullable(),
  dueAt: moment.describe("When it should leave."),
  heldUntil: moment
    .nullable()
    .describe(
      "While it is queued: until when the rules hold it, or when it is tried again. The reason says why.",
    ),
  settledAt: moment.nullable().describe("When it was sent, dropped, failed or cancelled."),
};

const exampleMessage = {
  id: EXAMPLE.messageId,
  state: "sent",
  reason: null,
  kind: "marketing",
  test: false,
  funnelId: EXAMPLE.funnelId,
  enrollmentId: EXAMPLE.enrollmentId,
  nodeId: "welcome",
  contactId: EXAMPLE.contactId,
  from: '"Mill & Co" <hello@mill.example>',
  to: EXAMPLE.email,
  subject: "Welcome, Ada",
  preview: "",
  dueAt: "2026-03-02T09:00:00.000Z",
  heldUntil: null,
  settledAt: "2026-03-02T09:00:01.000Z",
};

export const messageCursor = cursorOf("messages", z.strictObject({ dueAt: z.int(), id: z.uuid() }));

export const listMessages = described({
  method: "GET",
  path: "/api/v1/messages",
  group,
  id: "list-messages",
  summary: "List the mail",
  about: "Everything that was sent or is to be sent, by when it should leave, latest first.",
  query: z.strictObject({
    ...paging,
    cursor: messageCursor.parameter,
    state: state.optional(),
    email: emailAddress.optional().describe("Only to the contact with this address."),
    funnelId: z.uuid().optional().describe("Only of this funnel."),
    test: z
      .enum(["true", "false"])
      .default("false")
      .describe("true: only mail of members who tried a funnel. Otherwise it is left out."),
  }),
  answers: { 200: { what: "One page of mail.", schema: pageOf(z.strictObject(shown)) } },
  example: {
    query: { state: "sent", email: EXAMPLE.email },
    answer: { data: [exampleMessage], nextCursor: null },
  },
});

export const readMessage = described({
  method: "GET",
  path: "/api/v1/messages/{messageId}",
  group,
  id: "read-message",
  summary: "Read a mail",
  about:
    "What arrives, byte for byte, with its links and what its reader did. Tracked addresses count as a click when they are opened.",
  params: z.object({ messageId: z.uuid() }),
  answers: {
    200: {
      what: "The mail.",
      schema: z.strictObject({
        ...shown,
        html: z.string().nullable(),
        text: z.string().nullable(),
        headers: z.record(z.string(), z.string()),
        links: z.array(
          z.strictObject({
            url: z.string().describe("Where it leads."),
            trackedUrl: z.url().describe("As it stands in the mail."),
          }),
        ),
        engagements: z.array(
          z.strictObject({
            kind: z.enum(["opened", "clicked"]),
            verdict: z.enum(["human", "machine", "unsure"]),
            url: z.string().nullable().describe("Of a click: where it led."),
            at: moment,
          }),
        ),
      }),
    },
  },
  example: {
    params: { messageId: EXAMPLE.messageId },
    answer: {
      ...exampleMessage,
      html: "<html>…</html>",
      text: "Here is your first lesson.\n\nOpen the lesson: https://app.example/c/9xQ…",
      headers: {
        From: '"Mill & Co" <hello@mill.example>',
        To: EXAMPLE.email,
        Subject: "Welcome, Ada",
        "List-Unsubscribe": "<https://app.example/u/3kF…>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
      links: [{ url: "https://example.org/lesson", trackedUrl: "https://app.example/c/9xQ" }],
      engagements: [
        {
          kind: "clicked",
          verdict: "human",
          url: "https://example.org/lesson",
          at: "2026-03-02T09:04:00.000Z",
        },
      ],
    },
  },
});
