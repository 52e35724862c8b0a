"use client";

import { KeyRound } from "lucide-react";
import { useRouter } from "next/navigation";
import type { Result } from "@/lib/result";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { IconTile } from "../ui/icon-tile";
import { toast } from "../ui/toaster";
import { Confirm } from "./confirm";

type ListedKey = {
  id: string;
  name: string;
  /** First characters of the key. */
  prefix: string;
  /** Day it was made, and last use, in words. */
  made: string;
  used: string | null;
};

type KeyListProps = {
  keys: readonly ListedKey[];
  mayChange: boolean;
  revokeKey: (asked: { keyId: string }) => Promise<Result<null>>;
};

export function KeyList({ keys, mayChange, revokeKey }: KeyListProps) {
  const router = useRouter();
  if (keys.length === 0) {
    return (
      <EmptyState
        picture={
          <IconTile family="logic">
            <KeyRound aria-hidden />
          </IconTile>
        }
      >
        No key works at the moment. Make one when your shop or website should send events.
      </EmptyState>
    );
  }
  return (
    <section aria-labelledby="keys" className="flex flex-col gap-3">
      <h2 id="keys" className="text-lg font-semibold">
        Keys that work
      </h2>
      <ul className="rounded-lg border border-line bg-surface">
        {keys.map(({ id, name, prefix, made, used }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-56">
              <p className="truncate font-medium">{name}</p>
              <p className="text-sm text-ink-soft">
                <code className="font-mono">{prefix}…</code> · made {made} ·{" "}
                {used ? `last used ${used}` : "never used"}
              </p>
            </div>
            {mayChange ? (
              <Confirm
                trigger={
                  <Button size="sm" aria-label={`Revoke ${name}`}>
                    Revoke
                  </Button>
                }
                title={`Revoke “${name}”?`}
                description="Whatever uses this key is refused from now on. It cannot be brought back."
                verb="Revoke"
                act={() => revokeKey({ keyId: id })}
                onDone={() => {
                  toast(`The key “${name}” is revoked`);
                  router.refresh();
                }}
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
