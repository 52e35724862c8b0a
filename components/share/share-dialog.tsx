"use client";

import { Download, ExternalLink, Link2 } from "lucide-react";
import { useEffect, useState } from "react";
import { ok, type Result } from "@/lib/result";
import { LinkToCopy } from "../settings/link-to-copy";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toaster";
import { saveFunnel } from "./save-funnel";
import type { Reach, ShareActions, ShownLink } from "./share-actions";

type ShareDialogProps = {
  funnel: { id: string; name: string };
  actions: ShareActions;
  onClose: () => void;
};

const AWAY = "The server could not be reached. Try again.";

/** Makes, renews and takes down the public link of a funnel. Open as long as it is there. */
export function ShareDialog({ funnel, actions, onClose }: ShareDialogProps) {
  const funnelId = funnel.id;
  const [state, setState] = useState<{ link: ShownLink | null; reach: Reach } | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [working, setWorking] = useState<"share" | "unshare" | null>(null);
  const { shareState } = actions;
  useEffect(() => {
    let here = true;
    shareState({ funnelId }).then(
      (result) => {
        if (!here) return;
        if (result.ok) setState(result.value);
        else setTrouble(result.message);
      },
      () => here && setTrouble(AWAY),
    );
    return () => {
      here = false;
    };
  }, [shareState, funnelId]);

  const attempt = async <T,>(
    what: "share" | "unshare",
    call: () => Promise<Result<T>>,
  ): Promise<T | null> => {
    setWorking(what);
    setTrouble(null);
    try {
      const result = await call();
      if (result.ok) return result.value;
      setTrouble(result.message);
    } catch {
      setTrouble(AWAY);
    } finally {
      setWorking(null);
    }
    return null;
  };
  const share = async () => {
    const shared = await attempt("share", () => actions.share({ funnelId }));
    if (!shared) return;
    if (state?.link) toast("The link shows the funnel as it is now");
    setState((before) => before && { ...before, link: shared.link });
  };
  const unshare = async () => {
    const down = await attempt("unshare", async () => {
      const result = await actions.unshare({ funnelId });
      return result.ok ? ok(true) : result;
    });
    if (!down) return;
    toast(`“${funnel.name}” is not shared any more`, { undo: putBack });
    onClose();
  };
  const putBack = async () => {
    const back = await actions.shareAfterAll({ funnelId }).catch(() => null);
    if (back?.ok) toast("The link works again");
    else toast(back?.message ?? AWAY, { tone: "bad" });
  };

  const link = state?.link ?? null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Share “${funnel.name}”`}
      description="Whoever has the link sees the steps and the emails, and can make a funnel of their own from them."
      footer={
        <>
          <Button className="mr-auto" onClick={() => void saveFunnel(actions.saveAsFile, funnelId)}>
            <Download aria-hidden /> Save as file
          </Button>
          {link ? (
            <Button pending={working === "unshare"} onClick={() => void unshare()}>
              Take the link down
            </Button>
          ) : (
            <Button
              variant="primary"
              pending={working === "share"}
              disabled={!state}
              onClick={() => void share()}
            >
              <Link2 aria-hidden /> Make a link
            </Button>
          )}
        </>
      }
    >
      {trouble ? (
        <Banner tone="bad" live>
          {trouble}
        </Banner>
      ) : null}
      {state ? <ReachNote reach={state.reach} /> : <Skeleton className="h-8 w-full" />}
      {link ? (
        <>
          <LinkToCopy label="Link to this funnel" url={link.url} />
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm text-ink-soft">
            <p className="min-w-0 flex-1 basis-64 text-pretty">
              Frozen as it was on {link.frozen}.{" "}
              {link.changed ? "It has changed since." : "What you change from now on is not shown."}
            </p>
            <span className="flex gap-2">
              {link.changed ? (
                <Button size="sm" pending={working === "share"} onClick={() => void share()}>
                  Share it as it is now
                </Button>
              ) : null}
              <Button asChild size="sm" variant="ghost">
                <a href={link.url} target="_blank" rel="noreferrer">
                  Open <ExternalLink aria-hidden />
                </a>
              </Button>
            </span>
          </div>
        </>
      ) : null}
      <dl className="grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="font-medium">Goes along</dt>
        <dd className="text-pretty text-ink-soft">
          Its name, the steps, and the words of emails and form, as you wrote them.
        </dd>
        <dt className="font-medium">Stays here</dt>
        <dd className="text-pretty text-ink-soft">
          People, results, who you are and where your mail comes from, keys, and addresses of this app.
        </dd>
      </dl>
    </Dialog>
  );
}

const notes: Record<Exclude<Reach, "everyone">, string> = {
  machine:
    "Funnelwright runs on this machine alone, so the link reaches only this machine. To show the funnel to somebody else, save it as a file and send that.",
  network:
    "This address is known in your own network alone, so the link reaches nobody outside it. To show the funnel to somebody else, save it as a file and send that.",
};

const ReachNote = ({ reach }: { reach: Reach }) =>
  reach === "everyone" ? null : <Banner tone="attention">{notes[reach]}</Banner>;
