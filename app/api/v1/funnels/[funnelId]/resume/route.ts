import { resumeFunnel } from "@/app/_rest/funnels";
import { apiRoute } from "@/app/_server/api";
import { engine } from "@/lib/engine/current";
import { resume } from "@/lib/engine/resume";
import { setHeld } from "../set-held";

export const POST = apiRoute(resumeFunnel, ({ workspaceId, params, body, answer }) => {
  const scope = { workspaceId, ...params };
  const set = () => resume(engine(), { ...scope, userId: null, choice: body.backlog });
  return setHeld({ ...scope, status: "live", set }, answer);
});
