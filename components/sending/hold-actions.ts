import type { Backlog, BacklogChoice } from "@/lib/mail/backlog";
import type { Result } from "@/lib/result";

/** Server actions that stop and free all sending of a workspace. */
export type HoldActions = {
  hold(input: Record<string, never>): Promise<Result<null>>;
  release(input: { backlog: BacklogChoice }): Promise<Result<null>>;
  look(input: Record<string, never>): Promise<Result<Backlog>>;
};
