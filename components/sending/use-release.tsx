"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { Backlog, BacklogChoice } from "@/lib/mail/backlog";
import { toast } from "../ui/toaster";
import { BacklogDialog, isEmpty } from "./backlog-dialog";
import type { HoldActions } from "./hold-actions";

const UNREACHED = "Sending is still held: the server could not be reached. Try again.";

/** Lets a workspace send again: at once where nothing waits, else after asking what becomes of it. */
export function useRelease({ release, look }: Pick<HoldActions, "release" | "look">): {
  ask(): Promise<void>;
  pending: boolean;
  dialog: ReactNode;
} {
  const router = useRouter();
  const [backlog, setBacklog] = useState<Backlog | null>(null);
  const [pending, setPending] = useState(false);

  const go = async (choice: BacklogChoice): Promise<string | null> => {
    const result = await release({ backlog: choice }).catch(() => null);
    if (!result?.ok) return result?.message ?? UNREACHED;
    setBacklog(null);
    toast("Sending goes on", { tone: "good", id: "hold" });
    router.refresh();
    return null;
  };

  const ask = async () => {
    setPending(true);
    const looked = await look({}).catch(() => null);
    if (!looked?.ok) toast(looked?.message ?? UNREACHED, { tone: "bad" });
    else if (isEmpty(looked.value)) {
      const trouble = await go({ do: "decide" });
      if (trouble) toast(trouble, { tone: "bad" });
    } else setBacklog(looked.value);
    setPending(false);
  };

  return {
    ask,
    pending,
    dialog: (
      <BacklogDialog
        backlog={backlog}
        title="Send again?"
        waits={false}
        go={go}
        close={() => setBacklog(null)}
      />
    ),
  };
}
