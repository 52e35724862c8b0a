import { openApi } from "@/app/_rest/openapi";
import { readDocument } from "@/app/_rest/service";
import { openRoute } from "@/app/_server/api";
import { env } from "@/lib/env";

export const GET = openRoute(readDocument, async ({ answer }) => answer(200, openApi(env().APP_URL)));
