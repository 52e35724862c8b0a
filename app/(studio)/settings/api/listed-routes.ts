import { curlOf } from "@/app/_rest/curl";
import type { RestRoute } from "@/app/_rest/described";
import { fieldsOf } from "@/app/_rest/field-list";
import { ownRefusals } from "@/app/_rest/refusals";
import { routes } from "@/app/_rest/routes";
import type { ApiGroup } from "@/components/settings/api-contents";
import type { ListedRoute } from "@/components/settings/api-route";

/** The REST API as the page tells it, from the descriptions that the handlers parse by. */
export const listedRoutes = (appUrl: string): ApiGroup[] =>
  [...new Set(routes.map(({ group }) => group))].map((name) => ({
    name,
    routes: routes.filter(({ group }) => group === name).map((route) => listed(route, appUrl)),
  }));

const listed = (route: RestRoute, appUrl: string): ListedRoute => ({
  id: route.id,
  method: route.method,
  path: route.path,
  summary: route.summary,
  about: route.about ?? null,
  open: route.open ?? false,
  fields: fieldsOf(route),
  answers: Object.entries(route.answers).map(([status, { what }]) => ({ status: Number(status), what })),
  refusals: ownRefusals(route),
  request: curlOf(route, appUrl),
  answer: JSON.stringify(route.example.answer, null, 2).replaceAll("https://app.example", appUrl),
});
