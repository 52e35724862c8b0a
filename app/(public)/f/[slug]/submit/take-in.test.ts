import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pool } from "@/db/client";
import { findForm, findFunnel } from "@/db/queries/funnels";
import { consent, contact, enrollment, form } from "@/db/schema";
import { scratchDatabase } from "@/db/testing";
import type { Engine } from "@/lib/engine/engine";
import { drawing, mail, onEvent, onForm, serviceMail } from "@/tests/engine/drawings";
import { type Live, publishFlow, stage } from "@/tests/engine/kit";
import { formOf, MEASURING } from "../form-of";
import { takeIn } from "./take-in";

let db: Pool;
let drop: () => Promise<void>;
let engine: Engine;
let live: Live;
let hosted: { id: string; slug: string; workspaceId: string; consent: string };

const WORDS = "Yes, send me letters from the mill.";
const flow = drawing(
  { t: { ...onForm(), data: { on: "form", form: { consent: WORDS } } }, hello: mail("Hello") },
  ["t > hello"],
);

beforeAll(async () => {
  ({ db, drop } = await scratchDatabase());
  ({ engine, ...live } = await stage(db, flow));
  await db.insert(form).values({ ...live, slug: "welcome-1" });
  const found = await findForm(db, "welcome-1");
  if (!found) throw new Error("There is a form.");
  hosted = { ...found, consent: formOf(found.flow)?.form.consent ?? "" };
});
afterAll(() => drop());

const visitor = { userAgent: "Mozilla/5.0 (X11; Linux x86_64)", ip: "203.0.113.0/24", language: "de-AT" };
const fields = (some: Record<string, string> = {}) => ({
  submission: randomUUID(),
  email: `${randomUUID()}@example.org`,
  name: "Ada Löw",
  zone: "Asia/Tokyo",
  marketing: "on",
  ...some,
});
const send = (sent: Record<string, string>, who = visitor) => takeIn(engine, hosted, sent, who);

async function of(email: string) {
  const [person] = await db.select().from(contact).where(eq(contact.email, email));
  if (!person) return null;
  const mine = { said: consent.contactId, in: enrollment.contactId };
  return {
    person,
    declarations: await db.select().from(consent).where(eq(mine.said, person.id)),
    enrollments: await db
      .select()
      .from(enrollment)
      .where(and(eq(mine.in, person.id), eq(enrollment.funnelId, live.funnelId))),
  };
}

test("a sent form makes a contact, keeps what they agreed to and how, and enrolls them", async () => {
  const sent = fields();
  expect(await send(sent)).toBe("sent");
  const found = await of(sent.email);
  expect(found?.person).toMatchObject({
    name: "Ada Löw",
    timeZone: "Asia/Tokyo",
    language: "de-AT",
    marketing: "subscribed",
    mayMeasure: false,
  });
  expect(found?.declarations).toEqual([
    expect.objectContaining({
      purpose: "marketing",
      given: true,
      wording: WORDS,
      source: "form:welcome-1",
      ip: "203.0.113.0/24",
      userAgent: visitor.userAgent,
    }),
  ]);
  expect(found?.enrollments).toHaveLength(1);
});

test("measuring is agreed to by itself", async () => {
  const sent = fields({ measuring: "on" });
  await send(sent);
  const found = await of(sent.email);
  expect(found?.person.mayMeasure).toBe(true);
  expect(found?.declarations.map(({ purpose, wording }) => [purpose, wording]).sort()).toEqual([
    ["marketing", WORDS],
    ["measuring", MEASURING],
  ]);
});

test("without a tick nothing was agreed to", async () => {
  const { marketing: _, ...sent } = fields();
  await send({ ...sent, marketing: "off" });
  const found = await of(sent.email);
  expect(found?.person.marketing).toBe("none");
  expect(found?.declarations).toEqual([]);
});

describe("sent again", () => {
  test("at once and later, the same page is one submission", async () => {
    const sent = fields();
    expect(await Promise.all([send(sent), send(sent), send(sent)])).toEqual(["sent", "sent", "sent"]);
    await send({ ...sent, email: ` ${sent.email.toUpperCase()} ` });
    const found = await of(sent.email);
    expect(found?.enrollments).toHaveLength(1);
    expect(found?.declarations).toHaveLength(1);
  });

  test("from a new page, they are enrolled no second time and what they say anew is kept", async () => {
    const sent = fields();
    await send(sent);
    await send({ ...sent, submission: randomUUID(), name: "Ada Byron", zone: "" });
    const found = await of(sent.email);
    expect(found?.enrollments).toHaveLength(1);
    expect(found?.declarations).toHaveLength(2);
    expect(found?.person).toMatchObject({ name: "Ada Byron", timeZone: "Asia/Tokyo" });
  });

  test("from the same page with the address put right, it counts", async () => {
    const sent = fields();
    await send({ ...sent, email: `x${sent.email}` });
    await send(sent);
    expect((await of(sent.email))?.enrollments).toHaveLength(1);
  });
});

test.each([
  ["a zone nobody knows", { zone: "Nowhere/City" }, { timeZone: null }],
  ["a name of a thousand letters", { name: "x".repeat(1_000) }, { name: "" }],
  ["control characters in a name", { name: "Ada\r\nBcc: x\0" }, { name: "Ada Bcc: x" }],
])("%s costs no sign-up", async (_, some, kept) => {
  const sent = fields(some);
  expect(await send(sent)).toBe("sent");
  expect((await of(sent.email))?.person).toMatchObject(kept);
});

test("a language that is none is not kept", async () => {
  const sent = fields();
  await send(sent, { ...visitor, language: `de-${"x".repeat(60)}` });
  expect((await of(sent.email))?.person.language).toBeNull();
});

test.each([
  ["no address", { email: "" }],
  ["half an address", { email: "ada@home" }],
  ["two addresses", { email: "ada@example.org,bob@example.org" }],
  ["a header in the address", { email: "ada@example.org\r\nBcc: bob@example.org" }],
  ["no submission", { submission: "1" }],
])("%s is refused and changes nothing", async (_, some) => {
  const before = await db.$count(contact);
  expect(await send(fields(some))).toBe("no email");
  expect(await db.$count(contact)).toBe(before);
});

describe("the form of a flow", () => {
  test("asks for consent where nothing but marketing is sent", () => {
    expect(formOf(flow)).toMatchObject({ consentRequired: true, form: { consent: WORDS } });
    const receipt = drawing({ t: onForm(), hello: mail("Hello"), receipt: serviceMail("Receipt") }, [
      "t > hello > receipt",
    ]);
    expect(formOf(receipt)?.consentRequired).toBe(false);
  });

  test("is none without a trigger that is one, or before the first Publish", async () => {
    expect(formOf(drawing({ t: onEvent("came") }, []))).toBeNull();
    expect(formOf(null)).toBeNull();
    const other = await publishFlow(
      db,
      live.workspaceId,
      drawing({ t: onEvent("came"), hello: mail("Hi") }, ["t > hello"]),
    );
    expect((await findFunnel(db, other))?.formSlug).toBeNull();
  });
});
