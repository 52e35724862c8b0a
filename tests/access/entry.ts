import type { MemberRole } from "@/lib/member-role";
import type { World } from "./world";

/**
 * What each entrance of the app lets whom do. `found.ts` finds the entrances, `table.ts` holds one entry for each,
 * `tests/browser/access.spec.ts` tries every one from outside, from another workspace and as a viewer.
 */
export type AccessTable = {
  /** By address, for example "/funnels/[funnelId]". */
  pages?: Record<string, PageEntry>;
  /** By method and address, for example "POST /api/v1/events". */
  routes?: Record<string, RouteEntry>;
  /** By file and export, for example "app/(studio)/settings/actions.ts#saveWorkspace". */
  actions?: Record<string, ActionEntry>;
};

/** Input and addresses may need rows, which the world makes in the victim's workspace. */
type From<T> = (world: World) => T | Promise<T>;

/**
 * What somebody gets who owns another workspace and names the victim's rows. "refused": the call fails.
 * "own": the call names no rows and works, on their own workspace alone.
 */
type Stranger = "refused" | "own";

export type PageEntry =
  | { who: MemberRole; path: From<string>; stranger: "not found" | "own" }
  | { who: "anybody"; because: string; path: From<string> };

export type ActionEntry =
  | { who: MemberRole; input: From<unknown>; stranger: Stranger }
  /** `answers`: what anybody gets for this input, which must change nothing: a problem, or where it sends them. */
  | { who: "anybody"; because: string; input: From<unknown>; answers: Answer };

export type Answer = { problem: string } | { goesTo: string } | { nothing: true };

export type RouteEntry =
  /** For the REST key of a workspace. */
  | { who: "key"; call: From<RouteCall>; stranger: Stranger }
  /** For a signed-in member. */
  | { who: MemberRole; call: From<RouteCall>; stranger: Stranger }
  /** Calls by anybody, none of which may change anything, and the status each gets. */
  | { who: "anybody"; because: string; calls: From<(RouteCall & { status: number })[]> };

export type RouteCall = {
  path: string;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
};
