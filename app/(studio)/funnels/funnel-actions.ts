import "server-only";
import type { FunnelActions } from "@/components/funnels/funnel-actions";
import { rename } from "./actions";
import { archive, duplicate, restore } from "./list-actions";
import { saveAsFile, share, shareAfterAll, shareState, unshare } from "./share-actions";

/** What one may do with a funnel from outside its canvas. */
export const funnelActions: FunnelActions = {
  rename,
  duplicate,
  archive,
  restore,
  shareState,
  share,
  unshare,
  shareAfterAll,
  saveAsFile,
};
