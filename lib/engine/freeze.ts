import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { remembered } from "@/db/remembered";
import {
  type enrollment,
  type FrozenMail,
  link,
  type message,
  suppression,
  workspaceSettings,
} from "@/db/schema";
import { messageHeaders } from "@/emails/headers";
import { NO_DEADLINES } from "@/lib/flow/deadlines";
import { sayDates } from "@/lib/flow/funnel-dates";
import { graphOf } from "@/lib/flow/graph";
import { NO_ADDRESS } from "@/lib/flow/try-on-me";
import { eventValues } from "@/lib/mail/event-values";
import { fillEmail } from "@/lib/mail/fill";
import { type Sender, senderOf } from "@/lib/mail/sender";
import { firstZone } from "@/lib/time/zone";
import type { Engine } from "./engine";
import { loadAnswers } from "./errands/load-answers";
import { closingOf } from "./link-end";
import { entryOf } from "./load-facts";
import type { Contact } from "./lock-contact";
import { compiledEmailOf, versionOf } from "./versions";

export type Frozen = {
  mail: FrozenMail;
  openToken: string | null;
  unsubscribeToken: string | null;
  /** Its links, still to be written: the caller awaits them with the rest. */
  links: PromiseLike<unknown>[];
};

export type Settings = typeof workspaceSettings.$inferSelect;

type Row = typeof message.$inferSelect;
type Enrolled = typeof enrollment.$inferSelect;

/**
 * Fills an email for one person and makes its links. From here on nothing about it changes: a retry sends these bytes.
 * The contact's lock must be held.
 */
export async function freeze(
  tx: Tx,
  engine: Engine,
  row: Row,
  { enrolled, person, settings }: { enrolled: Enrolled; person: Contact; settings: Settings },
): Promise<Frozen> {
  const [compiled, entry, { flow }] = await Promise.all([
    compiledEmailOf(tx, { workspaceId: row.workspaceId, hash: row.emailHash }),
    entryOf(tx, enrolled),
    versionOf(tx, { workspaceId: row.workspaceId, id: enrolled.versionId }),
  ]);
  const node = graphOf(flow).node(row.nodeId);
  const own = node?.type === "email" ? node.data : null;
  const sender = senderOf({ name: settings.senderName, email: settings.senderEmail }, own?.sender);
  const answer = await loadAnswers(tx, enrolled, compiled);
  const measured = settings.opens === "all" || (settings.opens === "consent" && person.mayMeasure);
  const openToken = measured ? engine.token() : null;
  const unsubscribeToken = row.kind === "marketing" ? engine.token() : null;
  const unsubscribeUrl = unsubscribeToken && `${engine.appUrl}/u/${unsubscribeToken}`;
  const tokens = new Map<string, string>();
  const zone = firstZone(person.timeZone, settings.timeZone);
  const deadlines = enrolled.deadlines ?? NO_DEADLINES;
  const filled = fillEmail(
    compiled,
    {
      contact: { name: person.name || null, firstName: null, email: person.email, fields: person.fields },
      event: eventValues(entry),
      answer,
      dates: sayDates(flow.dates, zone, deadlines),
    },
    {
      link(key, target) {
        const token = tokens.get(`${key} ${target}`) ?? engine.token();
        tokens.set(`${key} ${target}`, token);
        return `${engine.appUrl}/c/${token}`;
      },
      pixelUrl: openToken && `${engine.appUrl}/o/${openToken}`,
      unsubscribeUrl,
      postalAddress: settings.postalAddress || (enrolled.test ? NO_ADDRESS : ""),
    },
  );
  const links = filled.links.flatMap(({ key, url, closes }) => {
    const token = tokens.get(`${key} ${url}`);
    const end = closes ? closingOf(closes, { enrolled, dates: flow.dates, zone }) : {};
    return token ? [{ token, workspaceId: row.workspaceId, messageId: row.id, key, url, ...end }] : [];
  });
  return {
    links: links.length > 0 ? [tx.insert(link).values(links)] : [],
    openToken,
    unsubscribeToken,
    mail: {
      from: enrolled.test ? senderOfTest(sender, person) : senderLine(sender),
      to: person.email,
      replyTo: own?.replyTo || settings.replyTo || null,
      subject: filled.subject,
      preview: filled.preview,
      html: filled.html,
      text: filled.text,
      headers: messageHeaders({ kind: row.kind, unsubscribeUrl }),
      tags: [
        { name: "message_id", value: row.id },
        { name: "workspace_id", value: row.workspaceId },
      ],
    },
  };
}

const senderLine = ({ name, email }: Sender): string => `${headerName(name)} <${email}>`;

/** Publish asks for a sender; whoever tries a draft before there is one writes to themselves. */
const senderOfTest = ({ name, email }: Sender, person: Contact): string =>
  senderLine({ name: name || person.name, email: email || person.email });

/** A display name as RFC 5322 wants it: quoted, without anything that could end it early. */
const headerName = (name: string): string => `"${name.replace(/[\p{Cc}"\\<>]/gu, " ").trim()}"`;

const setting = remembered<{ workspaceId: string }, Settings[]>((db) =>
  db
    .select()
    .from(workspaceSettings)
    .where(eq(workspaceSettings.workspaceId, sql.placeholder("workspaceId"))),
);

/** How a workspace sends. */
export async function settingsOf(tx: Tx, workspaceId: string): Promise<Settings> {
  const [settings] = await setting(tx, { workspaceId });
  if (!settings) throw new Error("A workspace has no settings.");
  return settings;
}

/** Whether an address is on the workspace's list of those that get no mail. */
export async function isSuppressed(tx: Tx, { workspaceId, email }: { workspaceId: string; email: string }) {
  const [row] = await suppressing(tx, { workspaceId, email });
  return row !== undefined;
}

const suppressing = remembered<{ workspaceId: string; email: string }, { reason: string }[]>((db) =>
  db
    .select({ reason: suppression.reason })
    .from(suppression)
    .where(
      and(
        eq(suppression.workspaceId, sql.placeholder("workspaceId")),
        eq(suppression.email, sql.placeholder("email")),
      ),
    ),
);
