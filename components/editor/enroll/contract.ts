import type { Result } from "@/lib/result";

/** How many people match one trigger already and may enter. */
export type AlreadyThere = { nodeId: string; people: number };

/** How many people match just these triggers and no other: added up, they are different people. */
export type Together = { nodeIds: string[]; people: number };

/** Who matches already. `together` is empty where there is nothing to compare, or too much. */
export type Matched = { matches: AlreadyThere[]; together: Together[]; perSecond: number | null };

/** Letting those in who match already. Each is a server action, handed in by the page. */
export type EnrollDoor = {
  /** Of the draft as it is stored. */
  count(input: { funnelId: string }): Promise<Result<Matched>>;
  /** At a trigger of the live version. `seen`: the number that was shown, and typed where it is large. */
  enroll(input: {
    funnelId: string;
    nodeId: string;
    requestId: string;
    seen: number;
  }): Promise<Result<{ id: string; people: number }>>;
  stop(input: { funnelId: string; id: string }): Promise<Result<unknown>>;
};

/** More people than this are enrolled only by somebody who has typed their number. */
export const MOST_UNTYPED = 500;
