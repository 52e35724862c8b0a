"use client";

import { useRouter } from "next/navigation";
import type { Result } from "@/lib/result";
import { toast } from "../ui/toaster";
import type { FunnelActions } from "./funnel-actions";

type Named = { id: string; name: string };

const AWAY = "the server could not be reached. Try again.";

/** Duplicates, archives and restores funnels, and says what has happened. Each answers whether it worked. */
export function useFunnelShelf({
  duplicate,
  archive,
  restore,
}: Pick<FunnelActions, "duplicate" | "archive" | "restore">) {
  const router = useRouter();

  const attempt = async <T>(call: () => Promise<Result<T>>, otherwise: string): Promise<T | null> => {
    let trouble = `${otherwise}: ${AWAY}`;
    try {
      const result = await call();
      if (result.ok) return result.value;
      trouble = result.message;
    } catch {}
    toast(trouble, { tone: "bad" });
    return null;
  };

  const bringBack = async ({ id, name }: Named, live: boolean): Promise<boolean> => {
    const back = await attempt(() => restore({ funnelId: id, live }), `“${name}” is still archived`);
    if (back) router.refresh();
    if (back && live) toast(`“${name}” is live again`);
    else if (back?.status === "paused")
      toast(`“${name}” is back, paused. Nobody moves on until you resume it.`);
    else if (back) toast(`“${name}” is back as a draft`);
    return back !== null;
  };

  return {
    async duplicate({ id, name }: Named): Promise<boolean> {
      const copy = await attempt(() => duplicate({ funnelId: id }), `“${name}” was not duplicated`);
      if (!copy) return false;
      router.refresh();
      toast(`“${copy.name}” is a draft now`, {
        action: { label: "Open", onClick: () => router.push(`/funnels/${copy.id}`) },
      });
      return true;
    },
    /** Its own page is left for `leaveTo`: there is nothing to see there any more. */
    async archive(funnel: Named, leaveTo?: "/funnels"): Promise<boolean> {
      const { id, name } = funnel;
      const archived = await attempt(() => archive({ funnelId: id }), `“${name}” was not archived`);
      if (!archived) return false;
      if (leaveTo) router.push(leaveTo);
      else router.refresh();
      toast(`“${name}” is archived`, {
        description: archived.wasLive ? "Nobody enters, moves on or is mailed." : undefined,
        undo: async () => void (await bringBack(funnel, archived.wasLive)),
      });
      return true;
    },
    restore: (funnel: Named) => bringBack(funnel, false),
  };
}
