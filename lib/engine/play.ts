import "server-only";
import type { Db } from "@/db/client";
import { Agenda, type Doing, entrySeed, mailSeed } from "@/lib/flow/agenda";
import type { Persona } from "@/lib/flow/personas";
import type { SampleEvent } from "@/lib/flow/sample-entry";
import type { Instant } from "@/lib/flow/world";
import type { Declaration } from "./declare";
import { engageSurely, findLink, findOpened } from "./engage";
import { type IngestInput, ingest } from "./ingest";
import { findOrMake, type Said } from "./know-contact";
import { personalClock } from "./personal-clock";
import { type LyingMail, mailSince, type Played, whatBecameOf } from "./played";
import { unsubscribe } from "./unsubscribe";

/** Somebody to send through the funnels of a workspace. */
export type Player = {
  persona: Persona;
  /** The same seed, the same life. Ids of their events are made from it, so a seed is one person of a workspace. */
  seed: string;
  email: string;
  contact: Said;
  /** What starts their journeys, and what they buy if they buy after that. */
  entries: readonly { at: Instant; event: SampleEvent; declarations: Declaration[]; buys: SampleEvent }[];
};

export type Stage = {
  workspaceId: string;
  /** Lives are lived up to this moment. */
  until: Instant;
  token: () => string;
  /** Where links in their mail lead. */
  appUrl: string;
};

/** What they read their mail with, and from where: https://www.rfc-editor.org/rfc/rfc5737 */
const VISITOR = {
  userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
  ip: "192.0.2.0/24",
};

/**
 * One person's life on a real database: the engine moves and mails them by a clock of their own, and what they do comes in
 * by the functions behind links, pixels, forms and REST. Nobody else is touched, and everything is done one after the
 * other, so `db` may be an open transaction: then others see a whole life or none. Answers what they got and when.
 */
export async function play(db: Db, player: Player, stage: Stage): Promise<Played> {
  const { workspaceId, until } = stage;
  const entries = player.entries.toSorted((a, b) => a.at - b.at);
  const { email } = player;
  const { id: contactId } = await db.transaction((tx) => findOrMake(tx, { workspaceId, email }));
  const start = entries[0]?.at ?? until;
  const time = personalClock(db, { ...stage, contactId, start });
  const { engine } = time;
  const agenda = new Agenda<LyingMail>(player.persona, player.seed);
  const entryOf = new Map<string, number>();
  let entered = 0;
  let readUpTo = 0;

  async function say(event: SampleEvent, key: string, more: Partial<IngestInput> = {}) {
    const { value, currency, ...named } = event;
    const money = value === null || currency === null ? {} : { value, currency };
    const input = { id: `${player.seed} ${key}`, contactId, ...named, ...money, ...more };
    const said = await ingest(engine, { workspaceId, input });
    if (!said.ok) throw new Error(said.message);
    return said.value.enrollments;
  }

  async function enter({ event, declarations }: Player["entries"][number]) {
    const key = entrySeed(entered);
    for (const id of await say(event, key, { declarations, contact: player.contact }))
      entryOf.set(id, entered);
    agenda.enter(time.now(), key);
    entered++;
  }

  async function act(doing: Doing<LyingMail>) {
    switch (doing.does) {
      case "buys": {
        const entry = entries.find((_, index) => entrySeed(index) === doing.entry);
        if (entry) await say(entry.buys, `${doing.entry} bought`);
        return;
      }
      case "opens": {
        const opened = doing.of.openToken && (await findOpened(db, doing.of.openToken));
        if (opened) await engageSurely(engine, { ...opened, kind: "opened", linkKey: null, ...VISITOR });
        return;
      }
      case "clicks": {
        const followed = await findLink(db, doing.of.links.get(doing.link) ?? "");
        if (!followed) throw new Error("A link of a mail is not known.");
        const { messageId, key: linkKey } = followed;
        await engageSurely(engine, { workspaceId, messageId, kind: "clicked", linkKey, ...VISITOR });
        return;
      }
      case "unsubscribes": {
        const token = doing.of.unsubscribeToken;
        if (token) await unsubscribe(engine, { token, source: "unsubscribe page", ...VISITOR });
      }
    }
  }

  /** What was just sent lies before them. */
  async function receive() {
    for (const mail of await mailSince(db, { workspaceId, contactId, after: readUpTo })) {
      readUpTo = mail.at;
      const key = mailSeed(entryOf.get(mail.enrollmentId) ?? 0, mail.nodeId, mail.visit);
      const lies = { links: [...mail.links.keys()], unsubscribable: mail.unsubscribeToken !== null };
      agenda.receive(mail, lies, mail.at, key);
    }
  }

  /** It is that moment, and nothing else is due: they do one thing. False when they have nothing to do. */
  async function actAt(moment: Instant): Promise<boolean> {
    time.to(moment);
    const entry = entries[entered];
    if (entry && entry.at <= moment) {
      await enter(entry);
      return true;
    }
    const doing = agenda.take(time.now());
    if (doing) await act(doing);
    return doing !== undefined;
  }

  for (;;) {
    const next = Math.min(entries[entered]?.at ?? until, agenda.nextAt ?? until, until);
    const sent = (await time.step(next)) ?? ((await actAt(next)) ? await time.settle() : null);
    if (sent === null) break;
    if (sent > 0) await receive();
  }
  return whatBecameOf(db, { workspaceId, contactId, player });
}
