import { pauseFunnel } from "@/app/_rest/funnels";
import { apiRoute } from "@/app/_server/api";
import { db } from "@/db/client";
import { setPaused } from "@/db/queries/funnels";
import { setHeld } from "../set-held";

export const POST = apiRoute(pauseFunnel, ({ workspaceId, params, answer }) => {
  const scope = { workspaceId, ...params };
  return setHeld(
    { ...scope, status: "paused", set: () => setPaused(db(), { ...scope, paused: true }) },
    answer,
  );
});
