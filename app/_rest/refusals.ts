import type { RestRoute } from "./described";

export type Refusal = { status: number; code: string; what: string };

/** What any route may refuse, and what it then says. */
export const commonRefusals: readonly (Refusal & { message: string })[] = [
  {
    status: 400,
    code: "invalid",
    what: "Something does not fit: an unknown field, another type, too many of them. Nothing was stored.",
    message: "Not known here: “emial”. Check the spelling, or leave it out.",
  },
  {
    status: 401,
    code: "unauthorized",
    what: "No key, or one that does not work.",
    message: "Send a valid key: Authorization: Bearer fw_…",
  },
  {
    status: 404,
    code: "not_found",
    what: "There is no such thing in this workspace.",
    message: "There is nothing at this address.",
  },
  {
    status: 413,
    code: "too_large",
    what: "The body is larger than 1 MB. Nothing was stored.",
    message: "The body is larger than 1 MB.",
  },
  {
    status: 415,
    code: "not_json",
    what: "The body does not come as application/json. Nothing was stored.",
    message: "Send the body as JSON, with the header Content-Type: application/json.",
  },
  {
    status: 503,
    code: "try_again",
    what: "The database does not answer. Send it again after the seconds in Retry-After; nothing is done twice.",
    message: "The database does not answer at the moment. Send this again in a few seconds.",
  },
];

/** Which of the common ones a route has. */
export function commonTo(route: RestRoute): number[] {
  return [
    ...(route.query || route.body ? [400] : []),
    ...(route.open ? [] : [401]),
    ...(route.params ? [404] : []),
    ...(route.body ? [413, 415] : []),
    ...(route.open ? [] : [503]),
  ];
}

/** Refusals that are a route's own. */
export const ownRefusals = (route: RestRoute): Refusal[] =>
  Object.entries(route.refusals ?? {}).map(([status, one]) => ({ status: Number(status), ...one }));
