"use server";

import { z } from "zod";
import { action } from "@/app/_server/action";
import { db } from "@/db/client";
import { findInboxMail, listInbox } from "@/db/queries/inbox";
import { MOST_UNKNOWN } from "@/db/queries/unknown-mail";
import { engine } from "@/lib/engine/current";
import { decideUnknown } from "@/lib/engine/decide-unknown";
import { mayAs } from "@/lib/member-role";
import { ok, problem } from "@/lib/result";
import { toInboxEntry, toInboxMail } from "./to-inbox-mail";

export const searchInbox = action(
  z.strictObject({ search: z.string().max(200), show: z.enum(["all", "real", "tests"]).default("all") }),
  { role: "viewer" },
  async (input, { workspaceId }) => ok((await listInbox(db(), { workspaceId, ...input })).map(toInboxEntry)),
);

export const openMail = action(
  // `glance`: it is shown, but nobody chose to open it.
  z.strictObject({ messageId: z.uuid(), glance: z.boolean().default(false) }),
  { role: "viewer" },
  async ({ messageId, glance }, { workspaceId, role }) => {
    const may = mayAs(role, "editor");
    const mail = await findInboxMail(db(), { workspaceId, messageId, plays: may && !glance });
    return mail
      ? ok(toInboxMail(mail, { glance: may && glance }))
      : problem("not-found", "This email does not exist any more.");
  },
);

export const decideUnknownMail = action(
  z.strictObject({
    messageIds: z
      .array(z.uuid())
      .min(1, "Choose at least one email.")
      .max(MOST_UNKNOWN, `Mark at most ${MOST_UNKNOWN} emails at once.`),
    said: z.enum(["sent", "not sent", "unknown"]),
  }),
  { role: "editor" },
  async (input, { workspaceId, userId }) =>
    ok({ decided: await decideUnknown(engine(), { ...input, workspaceId, userId }) }),
);
