import "server-only";
import { DEMO_MIX, personaFrom } from "@/lib/flow/personas";
import { oneOf, type Random, randomFrom } from "@/lib/flow/random";
import type { SampleEvent } from "@/lib/flow/sample-entry";
import type { Instant } from "@/lib/flow/world";
import { dateIn, momentIn } from "@/lib/time/calendar";
import type { Declaration } from "../declare";
import type { Player } from "../play";
import { type DemoPerson, demoPerson } from "./people";

const DAY_MS = 86_400_000;

/** The demo's business. */
export const DEMO_SHOP = { business: "Berg & Daughters", site: "https://berg-and-daughters.example" };

const page = (path: string) => `${DEMO_SHOP.site}/${path}`;

type Good = { name: string; price: number; url: string };

/** Prices in cents. */
const GOODS: readonly [Good, ...Good[]] = [
  { name: "Walking shoes", price: 12_900, url: page("walking-shoes") },
  { name: "Wool socks", price: 1_450, url: page("wool-socks") },
  { name: "Rain jacket", price: 18_900, url: page("rain-jacket") },
  { name: "Day pack, 18 litres", price: 7_900, url: page("day-pack") },
  { name: "Thermos flask", price: 3_450, url: page("thermos-flask") },
  { name: "Sun hat", price: 2_900, url: page("sun-hat") },
];

const WELCOME_DAYS = 23;
const CART_DAYS = 11;
const SIGNS_UP = 0.68;
const BOTH = 0.06;

export type Doors = {
  form: { id: string; slug: string; consent: string };
  /** Entries are counted back from it. */
  from: Instant;
};

/** The n-th life of the demo: two in three people sign up by the form, the others leave a cart; a few do both. */
export function demoLife(n: number, doors: Doors): Player {
  const person = demoPerson(n);
  const random = randomFrom("demo life", n);
  const persona = personaFrom(DEMO_MIX, random);
  const kind = random();
  const entries = [
    ...(kind < SIGNS_UP ? [signUp(person, doors, random)] : []),
    ...(kind >= SIGNS_UP - BOTH ? [cart(n, person, doors, random)] : []),
  ];
  const { email, name, timeZone, language } = person;
  return { persona, seed: `demo ${n}`, email, contact: { name, timeZone, language }, entries };
}

type Entry = Player["entries"][number];

function signUp(person: DemoPerson, { form, from }: Doors, random: Random): Entry {
  const source = `form:${form.slug}`;
  const agreed: Declaration = { purpose: "marketing", given: true, source, wording: form.consent };
  const measured: Declaration = { purpose: "measuring", given: true, source };
  const at = wakingHour(person, from - DAY_MS * WELCOME_DAYS * random() ** 1.3, from, random);
  return {
    at,
    event: {
      name: "form.submitted",
      properties: { formId: form.id, form: form.slug },
      value: null,
      currency: null,
    },
    declarations: random() < 0.85 ? [agreed, measured] : [agreed],
    buys: order([{ ...oneOf(GOODS, random), quantity: 1 }]),
  };
}

function cart(n: number, person: DemoPerson, { from }: Doors, random: Random): Entry {
  const at = wakingHour(person, from - DAY_MS * CART_DAYS * random() ** 1.2, from, random);
  const chosen = GOODS.filter(() => random() < 0.3).slice(0, 3);
  const items = (chosen.length > 0 ? chosen : [oneOf(GOODS, random)]).map((one) => {
    return { ...one, quantity: one.price < 4_000 && random() < 0.4 ? 2 : 1 };
  });
  const bought = order(items);
  const cartId = `cart-${20_000 + n}`;
  const source = "checkout";
  const wording = "Yes, write to me about my order and now and then about news.";
  return {
    at,
    event: {
      ...bought,
      name: "cart.updated",
      properties: { cartId, cartUrl: page(`cart/${cartId}`), items },
    },
    // Some left before they came to that question, and will not be mailed.
    declarations:
      random() < 0.88
        ? [
            { purpose: "marketing", given: true, source, wording },
            { purpose: "measuring", given: random() < 0.8, source },
          ]
        : [],
    buys: { ...bought, properties: { ...bought.properties, cartId } },
  };
}

type Item = Good & { quantity: number };

const order = (items: Item[]): SampleEvent => ({
  name: "purchase",
  properties: { product: items[0]?.name ?? "", items: items.map((item) => ({ ...item })) },
  value: items.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
  currency: "EUR",
});

/** Hours of the day at which people do such things, each as often as it stands here. */
const HOURS = [7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 20, 20, 21, 21, 22] as const;

/** About that moment, when this person is awake; never later than `latest`. */
function wakingHour({ timeZone }: DemoPerson, about: Instant, latest: Instant, random: Random): Instant {
  const hour = oneOf(HOURS, random);
  const minute = Math.floor(random() * 60);
  const time = [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
  const on = (day: Instant) =>
    momentIn(timeZone, dateIn(timeZone, Math.round(day)), time) + Math.floor(random() * 60_000);
  const at = on(about);
  return at <= latest ? at : on(about - DAY_MS);
}
