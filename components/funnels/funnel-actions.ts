import type { Result } from "@/lib/result";
import type { ShareActions } from "../share/share-actions";

/** What one may do with a funnel from outside its canvas. Each is a server action, handed in by the page. */
export type FunnelActions = ShareActions & {
  rename(input: { funnelId: string; name: string }): Promise<Result<{ name: string }>>;
  duplicate(input: { funnelId: string }): Promise<Result<{ id: string; name: string }>>;
  archive(input: { funnelId: string }): Promise<Result<{ wasLive: boolean }>>;
  /** `live`: it goes on at once, which undoes the archiving of a live funnel. */
  restore(input: { funnelId: string; live: boolean }): Promise<Result<{ status: string }>>;
};
