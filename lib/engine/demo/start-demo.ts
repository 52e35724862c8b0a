import "server-only";
import { db } from "@/db/client";
import { listDemoWorkspaces } from "@/db/queries/demo";
import { engine } from "../current";
import { makeDemo } from "./make-demo";

/** Fills the demo workspace of an embedded app behind the scenes: at the first start, or where an earlier one was killed. */
export async function startDemo(): Promise<void> {
  const { clock, token, appUrl } = engine();
  for (const workspaceId of await listDemoWorkspaces(db())) {
    await makeDemo(db(), { workspaceId, clock, token, appUrl });
  }
}
