import { FlaskConical } from "lucide-react";
import { Badge } from "@/components/ui/badge";

/** On a mail that a member got by trying a funnel on themselves. */
export const TestBadge = () => (
  <Badge tone="attention" icon={<FlaskConical aria-hidden />}>
    Test
  </Badge>
);
