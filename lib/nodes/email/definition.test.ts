import { describe, expect, test } from "vitest";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import { type EffectState, worldAt } from "@/lib/flow/world";
import { LONGEST_WAIT_MS } from "../contract";
import { aFact, aHistory, aPlace, aWorkspace, aWorld } from "../sample-world";
import { type EmailSettings, email, emailSettings } from "./definition";

const at = aPlace(1_000);
const asked: EffectState = {
  visit: 2,
  nodeId: "n",
  key: "mail",
  settled: null,
  settledAt: null,
  reason: null,
};
const visit = (now: number, effects: EffectState[]) =>
  email.visit(email.initial(), at, aWorld(aHistory({ effects }), now));

describe("visit", () => {
  const until = 1_000 + LONGEST_WAIT_MS;

  test("asks for its mail once and stays until it is settled", () => {
    expect(visit(1_000, [])).toEqual({
      answer: "wait",
      until,
      effects: [{ kind: "message", key: "mail" }],
    });
    expect(visit(1_001, [asked])).toEqual({ answer: "wait", until });
  });

  test.each(["sent", "dropped", "failed", "unknown"] as const)("leaves when the mail is %s", (settled) => {
    const effect = { ...asked, settled, settledAt: 2_000 };
    expect(visit(1_999, [effect])).toEqual({ answer: "wait", until });
    expect(visit(2_000, [effect])).toEqual({
      answer: "leave",
      by: "next",
      because: { v: 1, why: "settled", items: [{ topic: "message", value: settled, at: 2_000 }] },
    });
  });

  test("after a year unsettled it leaves as failed", () => {
    expect(visit(until, [asked])).toEqual({
      answer: "leave",
      by: "next",
      because: { v: 1, why: "settled", items: [{ topic: "message", value: "failed", at: until }] },
    });
  });

  test("the mail of an earlier visit is not this one's", () => {
    expect(visit(3_000, [{ ...asked, visit: 1, settled: "sent", settledAt: 2_000 }])).toMatchObject({
      effects: [{ key: "mail" }],
    });
  });
});

describe("when a wait before has said to skip it", () => {
  const marks = [
    { mark: "skip the next email" as const, nodeId: "w1", at: 500 },
    { mark: "skip the next email" as const, nodeId: "w2", at: 900 },
  ];

  test("it is not sent, says which waits, and the next one is sent again", () => {
    expect(email.visit(email.initial(), { ...at, marks }, aWorld(aHistory(), 1_000))).toEqual({
      answer: "leave",
      by: "next",
      because: {
        v: 1,
        why: "past",
        items: [
          { topic: "missed", value: "w1", at: 500 },
          { topic: "missed", value: "w2", at: 900 },
        ],
      },
      consumes: ["skip the next email"],
    });
  });
});

describe("issues", () => {
  const written = {
    subject: [{ type: "text", text: "Hello" }],
    body: [{ type: "paragraph", content: [{ type: "text", text: "Hello" }] }],
  };
  const said = (change: object, within: Parameters<typeof aWorkspace>[0] = {}) =>
    email
      .issues(emailSettings.parse({ ...written, ...change }), aWorkspace(within))
      .map((issue) => issue.message);

  test("a written email has none", () => {
    expect(said({})).toEqual([]);
    expect(said({ kind: "service", reason: "their receipt" }, { postalAddress: "" })).toEqual([]);
  });

  test("every mistake has its sentence", () => {
    expect(said({ subject: [{ type: "text", text: "  " }] })).toEqual(["Write a subject."]);
    expect(said({ body: [{ type: "divider" }] })).toEqual(["Write the text of this email."]);
    expect(said({ kind: "service" })).toEqual([
      "Say why this is a service email, for example “the receipt they asked for”.",
    ]);
    expect(said({}, { postalAddress: "  " })).toEqual([
      "Marketing email must carry your postal address. Add it in Settings.",
    ]);
    expect(said({}, { sender: null })).toEqual(["Nobody is named as sender. Add a sender in Settings."]);
    const from = (email: string) => said({ sender: { name: "Anna", email } });
    expect([from(""), from("anna@example.org")]).toEqual([[], []]);
    expect(from("anna@elsewhere.example")).toEqual([
      "The sender’s address must end in @example.org, as that in Settings does. Use such an address, or leave it empty.",
    ]);
  });

  describe("service email in a funnel that nothing of the kind starts", () => {
    const service = emailSettings.parse({ ...written, kind: "service", reason: "their receipt" });
    const issues = (publisher: { owner: boolean; service: string[] } | undefined, startedBy: string[]) =>
      email.issues(
        service,
        aWorkspace(publisher ? { publisher } : {}),
        { name: () => "Receipt", startedBy },
        "receipt",
      );
    const editor = { owner: false, service: [] };
    test("is an owner's to make", () => {
      expect(issues(editor, ["form.submitted"])).toEqual([
        {
          level: "blocks",
          message:
            "Only an owner of this workspace may make “Receipt” a service email, since no purchase, booking or account event starts this funnel. Ask an owner to publish it, or make it a marketing email.",
        },
      ]);
      expect(issues({ owner: true, service: [] }, ["form.submitted"])).toEqual([
        {
          level: "warns",
          message: expect.stringContaining("“Receipt” also goes to people who never agreed"),
        },
      ]);
      expect(issues({ owner: true, service: ["receipt"] }, ["form.submitted"])).toEqual([]);
      expect(issues(undefined, ["form.submitted"])).toEqual([]);
    });
    test("stays what an owner made it", () => {
      expect(issues({ owner: false, service: ["receipt"] }, ["form.submitted"])).toEqual([]);
    });
    test.each(["purchase", "order.paid", "booking_confirmed", "Account.created", "password-reset"])(
      "anybody's where “%s” starts it",
      (event) => {
        expect(issues(editor, ["form.submitted", event])).toEqual([]);
      },
    );
    test.each(["ordering.tips", "signed up", "purchased", ""])("not where “%s” does", (event) => {
      expect(issues(editor, [event])).toHaveLength(1);
    });
  });

  test("what was asked for says what; a moment that has passed is a hint", () => {
    expect(said({ askedFor: true })).toEqual([
      "Say what they asked for, for example “the guide they signed up for”.",
    ]);
    expect(said({ askedFor: true, reason: "the guide" })).toEqual([]);
    expect(said({ useful: { until: "event" } })).toEqual([
      "Name the date of the event until which this email is useful.",
    ]);
    expect(said({ useful: { until: "funnel" } })).toEqual([
      "Choose the date of the funnel until which this email is useful.",
    ]);
    expect(said({ useful: { until: "moment", date: "2020-01-01" } })).toEqual([
      "The moment until which this email is useful has passed: everybody skips it.",
    ]);
  });

  test("the date of the funnel until which it is useful is one that the funnel has", () => {
    const settings = emailSettings.parse({
      ...written,
      kind: "service",
      reason: "asked",
      useful: { until: "funnel", named: "close" },
    });
    const found = (...named: string[]) => {
      const dates = named.map((name) => ({ name, date: "2026-03-20", time: "18:00", zone: null }));
      return email
        .issues(settings, aWorkspace(), { name: () => "Hello", dates }, "n")
        .map(({ message }) => message);
    };
    expect(found("close")).toEqual([]);
    expect(found("open")).toEqual([
      "This email is only useful until “close”, and this funnel has no such date. Add it to the funnel’s dates, or choose another one.",
    ]);
  });

  test("an email until a date that has passed is a hint; one until a deadline of each person is none", () => {
    const useful = { until: "funnel", named: "close", offsetMs: -3_600_000 };
    const settings = emailSettings.parse({ ...written, useful });
    const now = Date.parse("2026-03-20T16:00:00Z");
    const found = (date: FunnelDate) =>
      email
        .issues(settings, aWorkspace({ now }), { name: () => "Hello", dates: [date] }, "n")
        .map(({ level, message }) => `${level}: ${message}`);
    const berlin = { name: "close", date: "2026-03-20", zone: "Europe/Berlin" };
    expect(found({ ...berlin, time: "18:01" })).toEqual([]);
    expect(found({ name: "close", kind: "hours", hours: 1 })).toEqual([]);
    expect(found({ ...berlin, time: "18:00" })).toEqual([
      "warns: Everybody skips “Hello”: it is useful only until 1 hour before “close”, and that has passed. Move the date, or let the email be useful for longer.",
    ]);
  });

  test("a link that has closed is a hint; one that closes later, or for each person in their time, is none", () => {
    const to = "https://example.org/offer";
    const body = [{ type: "button", label: "Go", link: { to, until: "close" } }];
    const settings = emailSettings.parse({ ...written, body });
    const now = Date.parse("2026-03-20T17:00:00Z");
    const found = (date: FunnelDate) =>
      email.issues(settings, aWorkspace({ now }), { name: () => "Hello", dates: [date] }, "n");
    const berlin = { name: "close", date: "2026-03-20", zone: "Europe/Berlin" };
    expect(found({ ...berlin, time: "18:01" })).toEqual([]);
    expect(found({ name: "close", kind: "hours", hours: 1 })).toEqual([]);
    expect(found({ ...berlin, time: "18:00" })).toEqual([
      {
        level: "warns",
        message: "“Go” works until “close”, which has passed: nobody gets through any more.",
      },
    ]);
  });

  test("a merge tag alone is a subject and a text", () => {
    const name = { type: "merge", path: "contact.firstName", fallback: "" };
    expect(said({ subject: [name], body: [{ type: "quote", content: [name] }] })).toEqual([]);
  });

  test("a link to the stand-in of a template is a hint", () => {
    const button = { type: "button", label: "Look", link: "https://your-website.example/guide" };
    const all = email.issues(emailSettings.parse({ ...written, body: [button] }), aWorkspace());
    expect(all).toEqual([
      {
        level: "warns",
        message:
          "A link or button still leads to “your-website.example”. Put in the address of your own page.",
      },
    ]);
    expect(said({ body: [{ ...button, link: "https://your-website.example.org" }] })).toEqual([]);
  });

  describe("a list of items", () => {
    const item = { type: "merge", path: "item.name", fallback: "" };
    const listed = (...content: object[]) => ({ type: "repeat", list: "event.items", content });
    const stray =
      "Something of an item is filled in outside a list of items. Move it into the list, or remove it.";

    test("is text enough, and its links are looked at as any other", () => {
      const row = { type: "row", picture: null, content: [item], aside: [] };
      expect(said({ body: [listed(row)] })).toEqual([]);
      expect(said({ body: [listed({ type: "button", label: "Buy", link: { path: "item.url" } })] })).toEqual(
        [],
      );
      expect(said({ body: [listed({ ...row, content: [{ ...item, link: "buy" }] })] })).toEqual([
        "A link or button has no full web address yet, for example https://example.org/offer.",
      ]);
    });

    test("without words for an item blocks", () => {
      const hello = { type: "paragraph", content: [{ type: "text", text: "Hello" }] };
      expect(
        said({ body: [hello, listed({ type: "row", picture: "item.image", content: [], aside: [] })] }),
      ).toEqual(["Write what is printed for each item of the list."]);
    });

    test("nothing of an item stands outside it, neither as words nor as an address", () => {
      expect(said({ subject: [item] })).toEqual([stray]);
      expect(said({ preview: [item] })).toEqual([stray]);
      expect(said({ body: [{ type: "paragraph", content: [item] }] })).toEqual([stray]);
      expect(said({ body: [{ type: "button", label: "Buy", link: { path: "item.url" } }] })).toEqual([stray]);
    });
  });
});

test("its sentence is its subject, as its author reads it", () => {
  const subject: EmailSettings["subject"] = [
    { type: "text", text: "Hello " },
    { type: "merge", path: "contact.firstName", fallback: "" },
  ];
  expect(email.summary({ ...email.initial(), subject })).toBe("Hello [first name]");
  expect(email.summary(email.initial())).toBe("Write the subject and the text");
});

describe("useful until", () => {
  const noon = Date.UTC(2026, 2, 3, 12);
  const ask = (useful: object, now: number, properties: Record<string, string> = {}) =>
    email.visit(
      emailSettings.parse({ useful }),
      aPlace(now),
      aWorld(aHistory({ entry: aFact("booked", now, { properties }) }), now),
    );
  const asks = (at: number) => ({ effects: [{ kind: "message", key: "mail", usefulUntil: at }] });
  const skips = (said: string, at: number) => ({
    answer: "leave",
    by: "next",
    because: { v: 1, why: "past", items: [{ topic: "useful until", value: said, at }] },
  });

  test("a moment, by their clock or by one for all", () => {
    const moment = { until: "moment", date: "2026-03-03", time: "13:00" };
    expect(ask(moment, noon)).toMatchObject(asks(noon));
    expect(ask(moment, noon + 1)).toEqual(skips("Tue 3 Mar 2026 13:00, their time", noon));
    expect(ask({ ...moment, zone: "America/New_York" }, noon + 1)).toMatchObject(asks(noon + 6 * 3_600_000));
    expect(ask({ ...moment, zone: "Asia/Tokyo" }, noon)).toEqual(
      skips("Tue 3 Mar 2026 13:00, Tokyo time", noon - 8 * 3_600_000),
    );
  });

  test.each([
    ["2026-03-03T12:00:00Z", 0, noon],
    ["2026-03-03T13:00:00+01:00", 0, noon],
    ["2026-03-03T14:00:00Z", -2 * 3_600_000, noon],
    ["2026-03-03", 13 * 3_600_000, noon],
  ])("a date of the event: %s and %s ms", (starts, offsetMs, at) => {
    const event = { until: "event", property: "starts", offsetMs };
    expect(ask(event, noon, { starts })).toMatchObject(asks(at));
    expect(ask(event, noon + 1, { starts })).toMatchObject({ answer: "leave" });
  });

  test.each(["", "soon", "2026-02-30", "2026-03-03T12:00", "12"])(
    "%j is no date, and limits nothing",
    (starts) => {
      const asked = ask({ until: "event", property: "starts" }, noon, { starts });
      expect(asked).toEqual({
        answer: "wait",
        until: noon + LONGEST_WAIT_MS,
        effects: [{ kind: "message", key: "mail" }],
      });
    },
  );

  test.each([
    [null, "13:00", 0],
    ["America/New_York", "07:00", 0],
    ["America/New_York", "09:00", -2 * 3_600_000],
  ])("a date of the funnel: in the zone %s, %s and %s ms", (zone, time, offsetMs) => {
    const settings = emailSettings.parse({ useful: { until: "funnel", named: "close", offsetMs } });
    const dates = [{ name: "close", date: "2026-03-03", time, zone }];
    const at = (now: number, its = dates) =>
      email.visit(settings, aPlace(now), worldAt(aHistory(), now, 2, its));
    expect(at(noon)).toMatchObject(asks(noon));
    expect(at(noon + 1)).toEqual(skips("Tue 3 Mar 2026 13:00, their time", noon));
    // A date that is gone limits nothing.
    expect(at(noon + 1, [])).toMatchObject({ effects: [{ kind: "message", key: "mail" }] });
  });

  test("so long after it is due: what holds it longer has it skipped", () => {
    expect(ask({ until: "due", forMs: 3_600_000 }, noon)).toMatchObject(asks(noon + 3_600_000));
  });

  test("the path tells it", () => {
    const because = {
      v: 1 as const,
      why: "past" as const,
      items: [{ topic: "useful until", value: "Tue 3 Mar 2026 13:00, their time", at: noon }],
    };
    const telling = {
      names: { node: (id: string) => id },
      fact: () => undefined,
      engagement: () => undefined,
    };
    expect(email.tells(email.initial(), { exit: "next", because, mail: null }, telling)).toBe(
      "The email was skipped: it was only useful until Tue 3 Mar 2026 13:00, their time.",
    );
  });
});

describe("what its card says of limits", () => {
  const subject = [{ type: "text", text: "Hello" }];
  const says = (more: object) => email.summary(emailSettings.parse({ subject, ...more }));
  test.each([
    [
      { useful: { until: "moment", date: "2026-03-03", time: "18:00" } },
      "Hello, only until 3 Mar 2026 18:00",
    ],
    [{ useful: { until: "due", forMs: 7_200_000 } }, "Hello, only until 2 hours after it is due"],
    [
      { useful: { until: "event", property: "starts", offsetMs: -3_600_000 } },
      "Hello, only until 1 hour before “starts”",
    ],
    [{ useful: { until: "funnel", named: "close" } }, "Hello, only until “close”"],
    [{ askedFor: true }, "Hello, at any hour"],
    [{ askedFor: true, kind: "service" }, "Hello"],
  ])("%o", (more, sentence) => {
    expect(says(more)).toBe(sentence);
  });
});
