import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { engagement, funnel, link } from "@/db/schema";
import { findLink } from "@/lib/engine/engage";
import { toldOfEnd, whereTo } from "@/lib/engine/link-end";
import { leadsNow, pressLink } from "@/lib/engine/press-link";
import { publish } from "@/lib/engine/publish";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import { ownDatabase } from "@/tests/engine/database";
import { drawing, mail, onEvent } from "@/tests/engine/drawings";
import { DAY, stage, submit, subscriber } from "@/tests/engine/kit";
import { enrollmentOf, mailsOf } from "@/tests/engine/look";

const own = ownDatabase();
const at = (text: string) => Date.parse(text);
const kenji = subscriber("Kenji");

const offer = "https://example.org/offer";
const button = (until: string, afterwards = "") => ({
  type: "button",
  label: until,
  link: { to: offer, until, afterwards },
});
const close = (date: string, more: object = {}) => ({
  name: "close",
  date,
  time: "18:00",
  zone: null,
  ...more,
});
const ends = (days: number) => ({ name: "ends", kind: "days", days, time: "21:00" });

const drawn = (dates: object[], body: object[]) => ({
  ...drawing({ t: onEvent("signed up"), note: mail("Soon", { body, sender: { name: "Anna “A” Berg" } }) }, [
    "t > note",
  ]),
  dates: dates as FunnelDate[],
});

/** One mail of these buttons to Kenji in Tokyo, and how to press one of them at a moment. */
async function sent(dates: object[], body: object[]) {
  const { time, engine, ...place } = await stage(own.db, drawn(dates, body));
  await submit(engine, place.workspaceId, kenji, "signed up", { contact: { timeZone: "Asia/Tokyo" } });
  await time.settle();
  const [message] = await mailsOf(own.db, place, kenji);
  const links = await own.db
    .select()
    .from(link)
    .where(eq(link.messageId, message?.id ?? ""));
  const by = (key: (one: (typeof links)[number]) => boolean) => {
    const found = links.find(key);
    if (!found) throw new Error("There is no such link.");
    return found;
  };
  const press = async (token: string, now: number) => {
    const found = await findLink(own.db, token);
    return found && whereTo(own.db, found, now);
  };
  const republish = async (dates: object[], body: object[]) => {
    await own.db
      .update(funnel)
      .set({ draft: drawn(dates, body), revision: sql`${funnel.revision} + 1` })
      .where(eq(funnel.id, place.funnelId));
    return publish(own.db, { ...place, revision: null, userId: null, now: Date.now(), shortWaits: true });
  };
  return { time, engine, place, links, by, press, republish };
}

test("a link of a sent mail follows the funnel's date when it moves, by the reader's clock", async () => {
  // An answer's header takes it in no other form.
  const typed = "https://example.org/warteliste–日本";
  const late = new URL(typed).href;
  const body = [button("close", typed)];
  const { by, press, republish, links } = await sent([close("2026-03-20")], body);
  expect(links).toHaveLength(1);
  const { token } = by(() => true);
  const closes = at("2026-03-20T09:00:00Z");
  expect(by(() => true)).toMatchObject({ closesAt: closes, follows: "close", afterwards: late });
  expect([await press(token, closes - 1), await press(token, closes)]).toEqual([offer, late]);
  await republish([close("2026-03-10", { zone: "America/New_York" })], body);
  const sooner = at("2026-03-10T22:00:00Z");
  expect([await press(token, sooner - 1), await press(token, sooner)]).toEqual([offer, late]);
  // Without the date, and without the link, in the live version: as it was promised.
  await republish([], [{ type: "paragraph", content: [{ type: "text", text: "Over" }] }]);
  expect([await press(token, closes - 1), await press(token, closes)]).toEqual([offer, late]);
});

test("a deadline of their own never moves, and the page says until when in the sender's name", async () => {
  const body = [button("ends"), { type: "button", label: "Always", link: offer }];
  const { by, press, republish, place, links } = await sent([ends(3)], body);
  expect(links.map(({ key }) => key).sort()).toHaveLength(2);
  const closing = by(({ closesAt }) => closesAt !== null);
  const promised = at("2026-03-05T12:00:00Z");
  expect((await enrollmentOf(own.db, place, kenji)).deadlines).toEqual({ ends: promised });
  expect(closing).toMatchObject({ closesAt: promised, follows: null, afterwards: null });
  await republish([ends(9)], body);
  const page = `/c/${closing.token}/closed`;
  expect([await press(closing.token, promised - 1), await press(closing.token, promised)]).toEqual([
    offer,
    page,
  ]);
  expect(await press(by(({ closesAt }) => closesAt === null).token, promised + 400 * DAY)).toBe(offer);
  expect(await toldOfEnd(own.db, closing)).toEqual({
    end: promised,
    zone: "Asia/Tokyo",
    sender: "Anna “A” Berg",
  });
});

test("a press that comes too late is a click like any other; who only asks where it leads has not pressed", async () => {
  const { time, engine, place, by } = await sent([ends(1)], [button("ends")]);
  const { token } = by(() => true);
  const clicks = async () => {
    const all = await own.db.select().from(engagement).where(eq(engagement.workspaceId, place.workspaceId));
    return all.map(({ kind, linkKey }) => [kind, linkKey]);
  };
  await time.by(5 * DAY);
  const page = `/c/${token}/closed`;
  expect(await leadsNow(engine, token)).toBe(page);
  expect(await clicks()).toEqual([]);
  const pressed = await pressLink(engine, token, {
    userAgent: "Mozilla/5.0 (X11; Linux x86_64)",
    ip: "192.0.2.0",
  });
  await pressed?.written;
  expect(pressed?.to).toBe(page);
  expect(await clicks()).toEqual([["clicked", by(() => true).key]]);
});

test("publish stops a link that names a date which is gone, or that cannot close; one that has closed warns", async () => {
  const refuses = (dates: object[], link: object) =>
    expect(stage(own.db, drawn(dates, [{ type: "button", label: "Go", link }]))).rejects;
  await refuses([], { to: offer, until: "close", afterwards: "" }).toThrow("has no such date");
  await refuses([ends(1)], { to: "mailto:anna@example.org", until: "ends", afterwards: "" }).toThrow(
    "cannot close",
  );
  await refuses([ends(1)], { to: offer, until: "ends", afterwards: "nowhere" }).toThrow(
    "no full web address",
  );
});
