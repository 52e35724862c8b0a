import { Progress } from "../ui/progress";
import type { MovingPeople } from "./numbers";

/** People being taken along to a version that went live. It goes on by itself; whoever is not reached yet loses nothing. */
export function MovingAlong({ moving }: { moving: MovingPeople }) {
  const done = moving.moved + moving.stayed + moving.left + moving.failed;
  const total = Math.max(moving.people, done);
  return (
    <div role="status" className="border-b border-line bg-surface px-4 py-2">
      <Progress
        label={`People moving along to version ${moving.number}`}
        value={done}
        total={total}
        detail={`Taking people along to version ${moving.number}: ${done.toLocaleString("en")} of ${total.toLocaleString("en")}`}
        aside={<span className="max-sm:hidden">Until then they go on by the version they are on</span>}
      />
    </div>
  );
}
