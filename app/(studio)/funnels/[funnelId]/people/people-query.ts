import { z } from "zod";
import { isAsked, type PeopleFilter, which } from "@/lib/flow/people";

export type PeopleQuery = PeopleFilter & { search: string };

/** An address somebody typed or kept: what does not fit is left out rather than refused. */
const address = z.object({
  which: which.catch("here"),
  step: z.string().min(1).max(64).optional().catch(undefined),
  path: z.string().min(1).max(40).optional().catch(undefined),
  q: z.string().trim().max(120).catch(""),
});

/** Whom the address of the list asks for. */
export function readPeopleQuery(params: Record<string, string | string[] | undefined>): PeopleQuery {
  const { which, step, path, q } = address.parse({ ...params, q: params.q ?? "" });
  const asked = [
    { which, nodeId: step, path: which === "left" ? path : undefined },
    { which, nodeId: undefined, path: undefined },
    { which: "here" as const, nodeId: step, path: undefined },
  ].find(isAsked);
  return { which: "here", ...asked, search: q };
}
