import type { Result } from "@/lib/result";

export type ShownLink = {
  url: string;
  /** When it was frozen, in words. */
  frozen: string;
  /** The funnel is another one by now. */
  changed: boolean;
};

/** Whom a link of this installation reaches, as far as its address says. */
export type Reach = "machine" | "network" | "everyone";

/** What sharing needs of the server. Each is a server action, handed in by the page. */
export type ShareActions = {
  shareState(input: { funnelId: string }): Promise<Result<{ link: ShownLink | null; reach: Reach }>>;
  /** Makes the link, or freezes the funnel anew under the one there is. */
  share(input: { funnelId: string }): Promise<Result<{ link: ShownLink }>>;
  unshare(input: { funnelId: string }): Promise<Result<unknown>>;
  /** Undoes `unshare`. */
  shareAfterAll(input: { funnelId: string }): Promise<Result<unknown>>;
  saveAsFile: SaveAsFile;
};

export type SaveAsFile = (input: { funnelId: string }) => Promise<Result<{ fileName: string; text: string }>>;
