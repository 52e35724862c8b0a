import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { Path } from "@/lib/flow/path";
import { drawing, end, mail, onEvent, wait } from "@/tests/engine/drawings";
import { PathList } from "./path-list";

const DAY = 86_400_000;
const MONDAY = Date.UTC(2026, 2, 2, 9);

const flow = drawing({ t: onEvent("signed up"), hello: mail("Hello"), pause: wait(2 * DAY), bye: end() }, [
  "t > hello > pause > bye",
]);
const left = (visit: number, nodeId: string, at: number) => ({ visit, nodeId, enteredAt: at, leftAt: at });

const path: Path = {
  flow,
  paused: false,
  status: "active",
  nodeId: "pause",
  arrivedAt: MONDAY + 5_000,
  until: MONDAY + 5_000 + 2 * DAY,
  stuck: null,
  mail: null,
  end: null,
  enteredAt: MONDAY,
  entry: null,
  visits: [
    { ...left(1, "t", MONDAY), exit: "next", by: "walked", because: { v: 1, why: "entered", items: [] } },
    {
      ...left(2, "hello", MONDAY),
      leftAt: MONDAY + 5_000,
      exit: "next",
      by: "walked",
      because: { v: 1, why: "settled", items: [{ topic: "message", value: "sent", at: MONDAY }] },
    },
    {
      visit: 3,
      nodeId: "pause",
      enteredAt: MONDAY + 5_000,
      leftAt: null,
      exit: null,
      by: null,
      because: null,
    },
  ],
  mails: [
    {
      id: "m",
      visit: 2,
      nodeId: "hello",
      state: "sent",
      reason: null,
      subject: "Hi Ada",
      dueAt: MONDAY,
      settledAt: MONDAY,
    },
  ],
  engagements: [{ id: "e", messageId: "m", nodeId: "hello", kind: "opened", link: null, at: MONDAY + DAY }],
  facts: [],
  conversions: [],
  acts: [
    { at: MONDAY, kind: "started", by: "Maya", visit: 1, to: null },
    { at: MONDAY + DAY, kind: "retried", by: null, visit: 3, to: null },
  ],
};

const show = (more: Partial<Path> = {}, mailLink = false): string =>
  renderToStaticMarkup(
    <PathList
      path={{ ...path, ...more }}
      now={MONDAY + DAY}
      zone="UTC"
      {...(mailLink ? { mailLink: ({ id }, words) => <a href={`/inbox?mail=${id}`}>{words}</a> } : {})}
    />,
  );
const text = (html: string): string =>
  html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

test("a path reads from the first step to what happens next, with times in the reader's zone", () => {
  expect(text(show())).toBe(
    [
      "Trigger 1 yesterday 09:00",
      "Maya started this funnel for them. yesterday 09:00",
      "Came in when “signed up” happened. yesterday 09:00",
      "Email 1 yesterday 09:00",
      "The email was sent. yesterday 09:00",
      "Opened it. today 09:00:00",
      "Wait 1 Here now yesterday 09:00",
      "Somebody had it tried again. today 09:00:00",
      "Waits until tomorrow 09:00, then “End 1”.",
    ].join(" "),
  );
  expect(show().match(/aria-current="step"/g)).toHaveLength(1);
});

test("mails are links only where they can be read", () => {
  expect(show()).not.toContain("<a ");
  expect(show({}, true)).toContain('<a href="/inbox?mail=m">Hi Ada</a>');
});

test("what members did by hand says who did it and where it led", () => {
  const visits = path.visits.slice(0, 2).concat([
    {
      ...left(3, "pause", MONDAY),
      exit: null,
      by: "moved",
      because: { v: 1, why: "moved", items: [] },
    },
    { ...left(4, "hello", MONDAY), exit: null, by: "removed", because: { v: 1, why: "removed", items: [] } },
  ]);
  const said = text(
    show({
      status: "ended",
      visits,
      end: { at: MONDAY, reason: "removed" },
      acts: [
        { at: MONDAY, kind: "moved", by: "Maya", visit: 3, to: "hello" },
        { at: MONDAY, kind: "removed", by: "Jo", visit: 4, to: null },
      ],
    }),
  );
  expect(said).toContain("Maya moved them to “Email 1”.");
  expect(said).toContain("Jo removed them from the funnel.");
  expect(said).not.toContain("Here now");
});
