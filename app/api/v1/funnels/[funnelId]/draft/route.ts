import { saveDraft } from "@/app/_rest/funnels";
import { apiRoute, notFound, refuse } from "@/app/_server/api";
import { staleSentence } from "@/app/(studio)/funnels/stale-sentence";
import { db } from "@/db/client";
import { saveDraft as store } from "@/db/queries/funnels";
import { engine } from "@/lib/engine/current";

export const PUT = apiRoute(saveDraft, async ({ workspaceId, params, body, answer }) => {
  const saved = await store(db(), {
    workspaceId,
    funnelId: params.funnelId,
    revision: body.revision,
    draft: body.flow,
    userId: null,
  });
  if (saved.saved) return answer(200, { revision: saved.revision });
  if (saved.because === "gone") return notFound();
  const who = staleSentence(saved, engine().clock());
  return refuse(409, "stale", `${who} Nothing was saved: read it again and send your change on top of it.`, [
    "revision",
  ]);
});
