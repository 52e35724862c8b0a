import { Clock, GitBranch, Mail, Target, UserPen, Zap } from "lucide-react";
import { IconTile, type NodeFamily } from "@/components/ui/icon-tile";

const grounds = [
  "bg-paper",
  "bg-surface",
  "bg-raised",
  "bg-line",
  "bg-line-strong",
  "bg-ink",
  "bg-ink-soft",
  "bg-accent",
  "bg-good",
  "bg-attention",
  "bg-bad",
  "bg-info",
];
const words = [
  "text-ink",
  "text-ink-soft",
  "text-accent",
  "text-good",
  "text-attention",
  "text-bad",
  "text-info",
];
const sizes = [
  "text-2xl font-semibold",
  "text-xl font-semibold",
  "text-lg",
  "text-base",
  "text-sm",
  "text-xs",
];
const families = {
  start: Zap,
  message: Mail,
  time: Clock,
  logic: GitBranch,
  people: UserPen,
  outcome: Target,
};

export function Foundations() {
  return (
    <div className="flex flex-col gap-6">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-3">
        {grounds.map((name) => (
          <li key={name} className="flex flex-col gap-1 text-xs text-ink-soft">
            <span className={`h-12 rounded-lg border border-line ${name}`} />
            {name.replace("bg-", "")}
          </li>
        ))}
      </ul>
      <div className="grid gap-3 sm:grid-cols-3">
        {["bg-paper", "bg-surface", "bg-raised"].map((ground) => (
          <div
            key={ground}
            className={`flex flex-wrap gap-x-3 gap-y-1 rounded-lg border border-line p-4 ${ground}`}
          >
            {words.map((word) => (
              <span key={word} className={word}>
                {word.replace("text-", "")}
              </span>
            ))}
          </div>
        ))}
      </div>
      <div className="flex flex-col gap-1.5">
        {sizes.map((size) => (
          <p key={size} className={`truncate ${size}`}>
            38 people are waiting here, until tomorrow 09:00, Tokyo
          </p>
        ))}
        <p className="truncate font-mono text-sm text-ink-soft">
          f_01HZX4M2 · {"{{ contact.name }}"} · Straße · 田中さくら · 🎉
        </p>
      </div>
      <ul className="flex flex-wrap gap-x-6 gap-y-3">
        {Object.entries(families).map(([family, Icon]) => (
          <li key={family} className="flex items-center gap-2.5">
            <IconTile family={family as NodeFamily}>
              <Icon />
            </IconTile>
            <IconTile family={family as NodeFamily} size="sm">
              <Icon />
            </IconTile>
            {family}
          </li>
        ))}
      </ul>
    </div>
  );
}
