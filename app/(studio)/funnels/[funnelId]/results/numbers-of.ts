import "server-only";
import type { Numbers } from "@/components/results/numbers";
import { db } from "@/db/client";
import { findLater } from "@/db/queries/backlogs";
import { listEntering } from "@/db/queries/enrollings";
import { funnelResults } from "@/db/queries/results";
import { findMoving } from "@/db/queries/versions";
import { heldAccount } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { listHeld } from "@/lib/engine/held";
import { countStuck } from "@/lib/engine/stuck";

/** Everything Results says about a funnel of this workspace, as it stands now. */
export async function numbersOf(scope: { workspaceId: string; funnelId: string }): Promise<Numbers> {
  const [results, held, stuck, holding, moving, later, entering] = await Promise.all([
    funnelResults(db(), scope),
    listHeld(db(), scope),
    countStuck(db(), scope),
    heldAccount(engine(), scope.workspaceId),
    findMoving(db(), scope),
    findLater(db(), { ...scope, now: engine().clock() }),
    listEntering(db(), scope),
  ]);
  return {
    ...results,
    held,
    stuck,
    holding,
    moving: moving?.finished ? null : moving,
    ...later,
    entering,
  };
}
