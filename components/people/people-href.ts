import type { Route } from "next";
import type { PeopleFilter } from "@/lib/flow/people";

/** Where the people are listed whom a number counts. */
export function peopleHref(funnelId: string, { which, nodeId, path }: PeopleFilter): Route {
  const query = new URLSearchParams({ which });
  if (nodeId !== undefined) query.set("step", nodeId);
  if (path !== undefined) query.set("path", path);
  return `/funnels/${funnelId}/people?${query}` as Route;
}
