import { contactCursor, listContacts, saveContact } from "@/app/_rest/contacts";
import { sayMoment } from "@/app/_rest/fields";
import { apiRoute } from "@/app/_server/api";
import { declarationsOf } from "@/app/_server/declarations-of";
import { db } from "@/db/client";
import { type ContactRow, pageOfContacts } from "@/db/queries/contact-pages";
import { engine } from "@/lib/engine/current";
import { saveContact as save } from "@/lib/engine/save-contact";

export const GET = apiRoute(listContacts, async ({ workspaceId, query, answer }) => {
  const { limit, email, cursor: after } = query;
  const { rows, last } = await pageOfContacts(db(), { workspaceId, limit, email, after });
  return answer(200, { data: rows.map(said), nextCursor: last && contactCursor.write(last.email) });
});

export const POST = apiRoute(saveContact, async ({ workspaceId, body, answer }) => {
  const { email, consent, ...about } = body;
  const declarations = declarationsOf(consent);
  const { isNew } = await save(engine(), { workspaceId, email, said: about, declarations });
  const { rows } = await pageOfContacts(db(), { workspaceId, limit: 1, email });
  const [saved] = rows;
  if (!saved) throw new Error("A contact went away while it was being saved.");
  return answer(isNew ? 201 : 200, said(saved));
});

const said = ({ createdAt, ...row }: ContactRow) => ({ ...row, createdAt: sayMoment(createdAt.getTime()) });
