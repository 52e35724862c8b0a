"use client";

import { useRef, useState } from "react";
import type { AlreadyThere, EnrollDoor, Matched } from "./contract";

/** Who matches already, asked for when it is wanted. A later look makes an earlier answer void; without a door nobody is. */
export function useAlreadyThere(door: EnrollDoor | undefined, funnelId: string) {
  const [state, setState] = useState<Matched | "looking" | "failed" | null>(null);
  const turn = useRef(0);
  const look = async () => {
    if (!door) return;
    const mine = ++turn.current;
    setState("looking");
    const result = await door.count({ funnelId }).catch(() => null);
    if (mine === turn.current) setState(result?.ok ? result.value : "failed");
  };
  return {
    found: state !== null && typeof state === "object" ? state : null,
    looking: state === "looking",
    failed: state === "failed",
    look: () => void look(),
  };
}

/**
 * Enrolls at one trigger after the other, by one press: who matches several of them enters once. Answers what went wrong,
 * if anything did.
 */
export async function enrollAt(
  door: EnrollDoor,
  funnelId: string,
  matches: readonly AlreadyThere[],
): Promise<string | null> {
  const requestId = crypto.randomUUID();
  for (const { nodeId, people } of matches) {
    const result = await door.enroll({ funnelId, nodeId, requestId, seen: people }).catch(() => null);
    if (!result) return "The server could not be reached, so not all of them are being enrolled. Try again.";
    if (!result.ok) return result.message;
  }
  return null;
}
