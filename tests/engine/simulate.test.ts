import { describe, expect, test } from "vitest";
import { oneTransaction } from "@/db/one-transaction";
import { form } from "@/db/schema";
import { type Player, play } from "@/lib/engine/play";
import type { Flow } from "@/lib/flow/flow";
import { DEMO_MIX, NAMED, type Persona } from "@/lib/flow/personas";
import { firstTrigger, sampleEntry, wantedPurchase } from "@/lib/flow/sample-entry";
import { type Simulation, simulate } from "@/lib/flow/simulate";
import { type MailRules, NO_RULES } from "@/lib/mail/mail-rules";
import { templates } from "@/lib/templates/templates";
import { ownDatabase } from "./database";
import { bought, clicked, drawing, end, goal, mail, onEvent, opened, serviceMail, wait } from "./drawings";
import { anyToken, DAY, HOUR, MINUTE, MONDAY, makeWorkspace, publishFlow } from "./kit";

// What the browser shows of a persona is what the engine does with them, on a real database: to the millisecond.

const database = ownDatabase();
const own = { business: "Berg & Daughters", site: "https://berg.example" };
const hello = mail("Hello", {
  subject: [
    { type: "text", text: "Hello " },
    { type: "merge", path: "contact.firstName", fallback: "you" },
    { type: "merge", path: "event.plan", fallback: "" },
  ],
});

const flows: Record<string, Flow> = {
  ...Object.fromEntries(templates.map(({ id, flow }) => [id, flow(own)])),
  "mail after mail, without a wait": drawing({ t: onEvent("joined"), a: hello, b: mail("B"), c: mail("C") }, [
    "t > a > b > c",
  ]),
  "clicks and opens, with goals on the way": drawing(
    {
      t: onEvent("joined"),
      hello,
      seen: opened("hello", 2 * DAY),
      more: mail("More"),
      asked: clicked("more", DAY),
      buy: goal({ waitMs: 5 * DAY, otherwise: "end" }),
      later: wait(3 * DAY),
      again: serviceMail("Again"),
      last: goal({ product: "Nothing they buy", waitMs: HOUR }),
      out: end("never opened"),
    },
    [
      "t > hello > seen:yes > more > asked:yes > buy > last",
      "seen:no > later > again > out",
      "asked:no > later",
    ],
  ),
  "a purchase that is asked about, and a goal aside": drawing(
    {
      t: onEvent("joined"),
      hour: wait(HOUR),
      hello,
      did: bought(4 * DAY),
      thanks: serviceMail("Thank you"),
      please: mail("Please"),
      order: goal({ atLeast: 9_900, currency: "USD", waitMs: 0, otherwise: "end" }),
    },
    ["t > hour > hello > did:yes > thanks", "did:no > please > order"],
  ),
  "waits of seconds, ending as people act": drawing(
    {
      t: onEvent("joined"),
      hello,
      wait: wait(MINUTE),
      asked: clicked("hello", 5 * MINUTE),
      a: mail("A"),
      b: mail("B"),
    },
    ["t > hello > wait > asked:yes > a", "asked:no > b"],
  ),
};

const personas: Persona[] = [...Object.values(NAMED), ...DEMO_MIX.map(({ persona }) => persona)];

const NIGHTS: Partial<MailRules> = {
  window: { weekdays: [1, 2, 4, 5], from: "08:00", to: "20:00" },
  quiet: { from: "12:00", to: "13:30" },
  perDay: 1,
  perWeek: 2,
  gapMs: 3 * HOUR,
};
const held = drawing(
  {
    t: onEvent("joined"),
    first: mail("First"),
    second: mail("Second", { askedFor: true, reason: "the guide" }),
    third: mail("Third"),
    fresh: mail("Fresh", { useful: { until: "due", forMs: HOUR } }),
    asked: clicked("third", DAY),
    bill: serviceMail("Bill"),
    last: mail("Last"),
    won: goal({ waitMs: 0 }),
  },
  ["t > first > second > third > fresh > asked:yes > bill > last", "asked:no > last > won"],
);
const lives: [string, Flow, Partial<MailRules>][] = [
  ...Object.entries(flows).map(([name, flow]): [string, Flow, Partial<MailRules>] => [name, flow, {}]),
  ["rules that hold mail", held, NIGHTS],
  ["rules that hold mail, and a template", flows["welcome-series"] ?? held, NIGHTS],
  ["customers get mail", held, { ...NIGHTS, customers: true }],
];

describe.each(lives)("%s", (_name, flow, rules) => {
  test("every persona goes the simulated way, gets the same mails, at the same times", {
    timeout: 60_000,
  }, async () => {
    const { db } = database;
    const workspaceId = await makeWorkspace(db, { rules });
    const live = await publishFlow(db, workspaceId, flow);
    const [ours] = await db
      .insert(form)
      .values({ workspaceId, funnelId: live.funnelId, slug: "ours" })
      .returning();
    const trigger = firstTrigger(flow)!;
    const event = sampleEntry(flow, trigger);
    const real = { ...event, properties: { ...event.properties } };
    if (event.name === "form.submitted") real.properties.formId = ours?.id ?? "";
    const ways = new Set<string>();
    let holds = 0;
    for (const [index, persona] of personas.entries()) {
      const agreed = index % 5 !== 4;
      const seed = `${persona.key} ${index}`;
      const declarations = agreed
        ? [{ purpose: "marketing" as const, given: true, source: "form:ours", wording: "Yes" }]
        : [];
      const player: Player = {
        persona,
        seed,
        email: `${persona.key}@example.org`,
        contact: { name: "Anna Berg" },
        entries: [{ at: MONDAY, event: real, declarations, buys: wantedPurchase(flow) }],
      };
      const played = await oneTransaction(db, (tx) =>
        play(tx, player, {
          workspaceId,
          until: MONDAY + 400 * DAY,
          token: anyToken,
          appUrl: "http://localhost:3000",
        }),
      );
      const given: Simulation = {
        persona,
        seed,
        startAt: MONDAY,
        triggerId: trigger.id,
        event,
        person: { name: "Anna Berg", firstName: null, email: player.email, fields: {} },
        agreed,
        measured: true,
        rules: { ...NO_RULES, ...rules },
      };
      const simulated = simulate(flow, given);
      const [journey, ...more] = played.journeys;
      expect(more).toEqual([]);
      expect(journey?.path).toEqual(simulated.visits.map(({ because: _, ...visit }) => visit));
      expect(
        journey?.mails.map(({ subject, ...one }) => ({ ...one, ...(subject === null ? {} : { subject }) })),
      ).toEqual(
        simulated.mails.map(({ subject, held: since, ...one }) => ({
          ...one,
          ...(one.state === "sent" ? { subject } : {}),
        })),
      );
      expect(journey?.conversions).toEqual(simulated.conversions);
      expect(simulated.end).toEqual({ why: "ended", ...journey?.end });
      holds += simulated.mails.filter((one) => one.held !== null).length;
      ways.add(simulated.visits.map(({ nodeId, exit }) => `${nodeId}:${exit}`).join(" "));
    }
    expect(holds > 0).toBe(rules.window !== undefined);
    // Had nobody done anything, all would have gone one way.
    if (flow.nodes.some(({ type }) => type === "goal" || type === "condition")) {
      expect(ways.size).toBeGreaterThan(1);
    }
  });
});
