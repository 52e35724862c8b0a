import { pauseFunnel } from "@/app/_rest/funnels";
import { apiRoute } from "@/app/_server/api";
import { setHeld } from "../set-held";

export const POST = apiRoute(pauseFunnel, ({ workspaceId, params, answer }) =>
  setHeld({ workspaceId, ...params, paused: true }, answer),
);
