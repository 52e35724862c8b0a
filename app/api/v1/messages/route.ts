import { listMessages, messageCursor } from "@/app/_rest/messages";
import { apiRoute } from "@/app/_server/api";
import { db } from "@/db/client";
import { pageOfMessages } from "@/db/queries/message-pages";
import { sayMessage } from "./say-message";

export const GET = apiRoute(listMessages, async ({ workspaceId, query, answer }) => {
  const { cursor: after, test, ...asked } = query;
  const { rows, last } = await pageOfMessages(db(), {
    ...asked,
    workspaceId,
    after,
    test: test === "true",
  });
  return answer(200, {
    data: rows.map(sayMessage),
    nextCursor: last && messageCursor.write({ dueAt: last.dueAt, id: last.id }),
  });
});
