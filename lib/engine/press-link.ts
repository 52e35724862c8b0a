import "server-only";
import { type Engaging, engageSurely, findLink } from "./engage";
import type { Engine } from "./engine";
import { whereTo } from "./link-end";

/** Where a link of a sent mail leads now. Null for an address we never sent. */
export async function leadsNow(engine: Engine, token: string): Promise<string | null> {
  const found = await findLink(engine.db, token);
  return found && whereTo(engine.db, found, engine.clock());
}

/**
 * A reader's press on a link: where it leads now, and the click, which is being written. One on a link that has closed
 * counts as any other: it is the same wish, and it came too late. Null for an address we never sent. Fails when nobody
 * can tell where it leads: rather late than through a closed door.
 */
export async function pressLink(
  engine: Engine,
  token: string,
  visitor: Pick<Engaging, "userAgent" | "ip">,
): Promise<{ to: string; written: Promise<void> } | null> {
  const found = await findLink(engine.db, token);
  if (!found) return null;
  const to = await whereTo(engine.db, found, engine.clock());
  const { workspaceId, messageId, key: linkKey } = found;
  return {
    to,
    written: engageSurely(engine, { workspaceId, messageId, kind: "clicked", linkKey, ...visitor }),
  };
}
