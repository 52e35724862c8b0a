import { randomBytes } from "node:crypto";
import type { Db, Pool } from "@/db/client";
import { funnel, workspace, workspaceSettings } from "@/db/schema";
import type { Declaration } from "@/lib/engine/declare";
import type { Engine } from "@/lib/engine/engine";
import { type FastForward, fastForward } from "@/lib/engine/fast-forward";
import { type Ingested, type IngestInput, ingest } from "@/lib/engine/ingest";
import { publish } from "@/lib/engine/publish";
import type { MailAccount } from "@/lib/engine/transport/transport";
import type { Flow } from "@/lib/flow/flow";
import type { Instant } from "@/lib/flow/world";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A Monday, 9 in the morning, UTC. */
export const MONDAY: Instant = Date.UTC(2026, 2, 2, 9);

export const anyToken = (): string => randomBytes(16).toString("base64url");

type Settings = Omit<typeof workspaceSettings.$inferInsert, "workspaceId">;

/** A workspace that may send marketing mail and measures opens, unless the settings say otherwise. Answers its id. */
export async function makeWorkspace(db: Db, settings: Settings = {}): Promise<string> {
  const id = `ws-${randomBytes(6).toString("hex")}`;
  await db.insert(workspace).values({ id, name: "Mill & Co", slug: id });
  await db.insert(workspaceSettings).values({
    workspaceId: id,
    postalAddress: "Mill & Co, 1 Water Street, Bristol",
    senderName: "Mill & Co",
    senderEmail: "hello@mill.example",
    opens: "all",
    ...settings,
  });
  return id;
}

export type Live = { workspaceId: string; funnelId: string; versionId: string };

/** Makes a funnel of this drawing and publishes it as the editor does. Throws with the sentences that stand in the way. */
export async function publishFlow(db: Db, workspaceId: string, flow: Flow): Promise<Live> {
  const [made] = await db.insert(funnel).values({ workspaceId, name: "Funnel", draft: flow }).returning();
  const funnelId = made?.id ?? "";
  const version = await publish(db, {
    workspaceId,
    funnelId,
    revision: null,
    userId: null,
    now: Date.now(),
    shortWaits: true,
  });
  if (!version.ok) throw new Error(version.message);
  return { workspaceId, funnelId, versionId: version.value.versionId };
}

/** A workspace with one published funnel and a clock that stands at `MONDAY`. */
export async function stage(
  db: Pool,
  flow: Flow,
  { accounts = [], ...settings }: Settings & { accounts?: MailAccount[] } = {},
): Promise<Live & { time: FastForward; engine: Engine }> {
  const live = await publishFlow(db, await makeWorkspace(db, settings), flow);
  const time = fastForward(db, { start: MONDAY, token: anyToken, accounts });
  return { ...live, time, engine: time.engine };
}

/** Somebody to whom things happen. */
export type Persona = { email: string; name: string; declarations: Declaration[] };

const persona = (name: string, declarations: Declaration[]): Persona => ({
  email: `${name.toLowerCase()}@example.org`,
  name,
  declarations,
});

const agreed: Declaration = {
  purpose: "marketing",
  given: true,
  source: "form:welcome",
  wording: "Yes, send me emails.",
};

/** Agreed to marketing mail when they came. */
export const subscriber = (name: string): Persona => persona(name, [agreed]);
/** Was never asked. */
export const stranger = (name: string): Persona => persona(name, []);

type Happening = Partial<Omit<IngestInput, "email" | "declarations">>;

/** Something happens to a person: a form, a purchase, any event. Throws when it is refused. */
export async function submit(
  engine: Engine,
  workspaceId: string,
  who: Persona,
  name: string,
  { id = `event-${randomBytes(8).toString("hex")}`, properties = {}, ...rest }: Happening = {},
): Promise<Ingested> {
  const result = await ingest(engine, {
    workspaceId,
    input: {
      id,
      name,
      email: who.email,
      contact: { name: who.name },
      declarations: who.declarations,
      properties,
      ...rest,
    },
  });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** A purchase of 49 EUR, unless said otherwise. */
export const buy = (engine: Engine, workspaceId: string, who: Persona, more: Happening = {}) =>
  submit(engine, workspaceId, { ...who, declarations: [] }, "purchase", {
    value: 4_900,
    currency: "EUR",
    properties: { product: "book" },
    ...more,
  });
