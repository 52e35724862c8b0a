import type { BacklogChoice } from "@/lib/mail/backlog";
import { Progress } from "../ui/progress";
import type { Numbers } from "./numbers";

/** What had come together while the funnel was paused, and how far it has got. Pausing again stops it. */
export function CatchingUp({ left, total, choice }: NonNullable<Numbers["catchingUp"]>) {
  const done = total - left;
  return (
    <div role="status" className="border-b border-line bg-surface px-4 py-2">
      <Progress
        label="Catching up after the pause"
        value={done}
        total={total}
        detail={`Catching up after the pause${how(choice)}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`}
        aside={<span className="max-sm:hidden">Pause stops it</span>}
      />
    </div>
  );
}

const how = (choice: BacklogChoice): string =>
  choice.do === "spread" ? `, over ${choice.days === 1 ? "a day" : `${choice.days} days`}` : "";
