import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type InboxMail, matching, nextByKey } from "./inbox-mail";
import { TestInbox } from "./test-inbox";

const mail: InboxMail = {
  id: "m1",
  to: "anna@example.org",
  fromName: "Trail & Co.",
  fromEmail: "jonas@trail.example",
  subject: "Your cart is still here",
  preview: "We kept it.",
  kind: "marketing",
  funnelName: "Abandoned cart",
  test: false,
  left: false,
  unopened: false,
  sentAt: "2026-03-12T23:30:07.000Z",
  html: '<p title="x">Hello</p><script>parent.document</script>',
  text: "Hello",
  headers: { "List-Unsubscribe": "<https://app.example/u/1>" },
  happened: [{ what: "Sent", at: "2026-03-12T23:30:07.000Z" }],
};
const other: InboxMail = { ...mail, id: "m2", to: "bob@example.org", subject: "Goodbye" };

const show = (props: Partial<Parameters<typeof TestInbox>[0]>) =>
  renderToStaticMarkup(
    <TestInbox
      mails={[mail, other]}
      selectedId={null}
      opened={null}
      onSelect={() => {}}
      zone="Asia/Tokyo"
      {...props}
    />,
  );

test("the frame keeps a mail's code from running and from reaching the page", () => {
  const html = show({ selectedId: "m1", opened: mail });
  const frame = /<iframe[^>]*>/.exec(html)?.[0] ?? "";
  expect(frame).toContain('title="Email as it arrives"');
  expect(/sandbox="([^"]*)"/.exec(frame)?.[1]).toBe("allow-popups allow-popups-to-escape-sandbox");
  expect(frame).toContain(
    'srcDoc="&lt;p title=&quot;x&quot;&gt;Hello&lt;/p&gt;&lt;script&gt;parent.document&lt;/script&gt;"',
  );
  expect(html).not.toContain("<script>");
});

test("the links of mail that went out to people lead nowhere here", () => {
  const html = show({ selectedId: "m1", opened: { ...mail, left: true } });
  const frame = /<iframe[^>]*>/.exec(html)?.[0] ?? "";
  expect(/sandbox="([^"]*)"/.exec(frame)?.[1]).toBe("");
  expect(frame).toContain('srcDoc="&lt;base target=&quot;_blank&quot;&gt;');
  expect(html).toContain("looking at it does not count as an open");
});

test("the newest mail stands beside the list before any is chosen, and says that it is not opened by that", () => {
  const html = show({ glancedId: "m1", opened: { ...mail, unopened: true } });
  expect(html).toContain("<iframe");
  expect(html).toContain("without having opened it");
  expect(show({ selectedId: "m1", opened: mail })).not.toContain("without having opened it");
});

test("times are said in the zone that was asked for", () => {
  const html = show({ selectedId: "m1", opened: mail });
  expect(html).toContain("13 Mar 08:30:07");
  expect(html).toContain("Friday 13 March 2026 at 08:30");
});

test("with nothing sent there is an offer, and while a mail loads its place is held", () => {
  expect(show({ mails: [] })).toContain("Nothing has been sent yet.");
  const loading = show({ selectedId: "m2", opened: mail });
  expect(loading).toContain("Loading the mail");
  expect(loading).not.toContain("<iframe");
});

test("search finds recipients and subjects, in any case", () => {
  expect(matching([mail, other], " ANNA ").map(({ id }) => id)).toEqual(["m1"]);
  expect(matching([mail, other], "example.org goodbye").map(({ id }) => id)).toEqual(["m2"]);
  expect(matching([mail, other], "nobody")).toEqual([]);
});

test("keys walk through the mails and stop at the ends", () => {
  const ids = ["a", "b", "c"];
  expect(nextByKey(ids, null, "ArrowDown")).toBe("a");
  expect(nextByKey(ids, "a", "ArrowDown")).toBe("b");
  expect(nextByKey(ids, "c", "ArrowDown")).toBe("c");
  expect(nextByKey(ids, "a", "ArrowUp")).toBe("a");
  expect(nextByKey(ids, "b", "End")).toBe("c");
  expect(nextByKey(ids, "b", "Home")).toBe("a");
  expect(nextByKey(ids, "b", "x")).toBeNull();
  expect(nextByKey([], null, "ArrowDown")).toBeNull();
});

test("where nothing is in the list, nothing is said to load beside it", () => {
  expect(show({ opened: null })).toContain("Loading the mail");
  expect(show({ mails: [], show: "tests" })).not.toContain("Loading the mail");
});
