import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

export function NothingFound({ asked, onAll }: { asked: string; onAll: () => void }) {
  return (
    <EmptyState picture={null} action={<Button onClick={onAll}>Show all</Button>}>
      No funnel here is called “{asked.trim()}”.
    </EmptyState>
  );
}
