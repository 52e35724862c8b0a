"use client";

import { Pause, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { BacklogDialog, isEmpty } from "@/components/sending/backlog-dialog";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import type { Backlog, BacklogChoice } from "@/lib/mail/backlog";
import type { EditorActions } from "./contract";
import { useEditor, useEditorState } from "./editor-context";

const NOT_RESUMED = "The funnel is still paused: the server could not be reached. Try again.";
const NOT_PAUSED = "The funnel is not paused: the server could not be reached. Try again.";

/** Pauses at once; lets go on at once where nothing has come together, else after asking what becomes of it. */
export function PauseOrResume({
  pause,
  resume,
  backlog: look,
}: Pick<EditorActions, "pause" | "resume" | "backlog">) {
  const editor = useEditor();
  const { id, status } = useEditorState((state) => state.funnel);
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [backlog, setBacklog] = useState<Backlog | null>(null);
  const paused = status === "paused";

  const became = (status: "live" | "paused", said: string) => {
    router.refresh();
    editor.store.setState((state) => ({ funnel: { ...state.funnel, status } }));
    toast(said);
  };

  const goOn = async (choice: BacklogChoice, allHeld: boolean): Promise<string | null> => {
    const result = await resume({ funnelId: id, backlog: choice }).catch(() => null);
    if (!result?.ok) return result?.message ?? NOT_RESUMED;
    setBacklog(null);
    became("live", `The funnel is live again${allHeld ? ". All sending is still held" : ""}`);
    return null;
  };

  const pauseNow = async (): Promise<string | null> => {
    const result = await pause({ funnelId: id }).catch(() => null);
    if (!result?.ok) return result?.message ?? NOT_PAUSED;
    became("paused", "The funnel is paused. Nobody moves on and nothing is sent until you resume it.");
    return null;
  };

  const askFirst = async (): Promise<string | null> => {
    const looked = await look({ funnelId: id }).catch(() => null);
    if (!looked?.ok) return looked?.message ?? NOT_RESUMED;
    if (isEmpty(looked.value)) return goOn({ do: "decide" }, looked.value.allHeld);
    setBacklog(looked.value);
    return null;
  };

  const run = async () => {
    setPending(true);
    const trouble = await (paused ? askFirst() : pauseNow());
    if (trouble) toast(trouble, { tone: "bad" });
    setPending(false);
  };

  return (
    <>
      <Button
        aria-label={paused ? "Resume" : "Pause"}
        pending={pending}
        onClick={() => void run()}
        className="max-md:h-8 max-sm:min-w-10 max-sm:px-2"
      >
        {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        <span className="max-sm:hidden">{paused ? "Resume" : "Pause"}</span>
      </Button>
      <BacklogDialog
        backlog={backlog}
        title="Resume this funnel?"
        waits
        go={(choice) => goOn(choice, backlog?.allHeld ?? false)}
        close={() => setBacklog(null)}
      />
    </>
  );
}
