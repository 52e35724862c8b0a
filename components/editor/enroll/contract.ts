import type { Result } from "@/lib/result";

/** How many people match one trigger already and may enter. */
export type AlreadyThere = { nodeId: string; people: number };

/** Letting those in who match already. Each is a server action, handed in by the page. */
export type EnrollDoor = {
  /** Of the draft as it is stored. */
  count(input: { funnelId: string }): Promise<Result<{ matches: AlreadyThere[]; perSecond: number | null }>>;
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
