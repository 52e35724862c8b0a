"use client";

import { useState } from "react";
import type { Result } from "@/lib/result";
import { Select } from "../ui/select";
import { toast } from "../ui/toaster";

export type Priority = "high" | "normal" | "low";

type PriorityListProps = {
  funnels: readonly { id: string; name: string; priority: Priority }[];
  mayChange: boolean;
  save(input: { funnelId: string; priority: Priority }): Promise<Result<null>>;
};

const options = [
  { value: "high", label: "First" },
  { value: "normal", label: "Normal" },
  { value: "low", label: "Last" },
];

/** Whose email goes first to somebody who cannot get all of it. */
export function PriorityList({ funnels, mayChange, save }: PriorityListProps) {
  const [chosen, setChosen] = useState<Record<string, Priority>>({});
  const change = async (funnelId: string, before: Priority, priority: Priority) => {
    setChosen((now) => ({ ...now, [funnelId]: priority }));
    const saved = await save({ funnelId, priority }).catch(() => null);
    if (saved?.ok) {
      toast("Saved", { tone: "good", id: "settings" });
      return;
    }
    setChosen((now) => ({ ...now, [funnelId]: before }));
    toast(saved?.message ?? "This could not be saved. Check your connection and try again.", { tone: "bad" });
  };
  return (
    <section aria-labelledby="who-first" className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <h2 id="who-first" className="text-lg font-semibold">
          Who goes first
        </h2>
        <p className="max-w-prose text-sm text-pretty text-ink-soft">
          When the limits above let only some of the emails to a person go, those of these funnels are chosen
          in this order.
        </p>
      </div>
      {funnels.length === 0 ? (
        <p className="text-sm text-ink-soft">There is no funnel yet.</p>
      ) : (
        <ul className="flex max-w-prose flex-col border-t border-line">
          {funnels.map(({ id, name, priority }) => {
            const now = chosen[id] ?? priority;
            return (
              <li key={id} className="flex items-center justify-between gap-4 border-b border-line py-2">
                <span className="min-w-0 truncate text-ink">{name}</span>
                <Select
                  aria-label={`When “${name}” goes`}
                  value={now}
                  options={options}
                  disabled={!mayChange}
                  className="w-32 shrink-0"
                  onChange={({ target }) => void change(id, now, target.value as Priority)}
                />
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
