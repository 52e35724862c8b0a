import {
  Bell,
  CircleStop,
  Clock,
  CornerLeftUp,
  Flag,
  LogIn,
  type LucideIcon,
  Mail,
  Megaphone,
  Shuffle,
  Signpost,
  Split,
  StickyNote,
  UserPen,
  Webhook,
} from "lucide-react";
import { IconTile } from "@/components/ui/icon-tile";
import { definitionFor, type NodeType } from "./definitions";

/** The picture of each step type; `definition.icon` is its name. */
export const nodeIcons: { [T in NodeType]: LucideIcon } = {
  trigger: LogIn,
  email: Mail,
  wait: Clock,
  condition: Split,
  branch: Signpost,
  split: Shuffle,
  goal: Flag,
  "update-contact": UserPen,
  jump: CornerLeftUp,
  audience: Megaphone,
  webhook: Webhook,
  notify: Bell,
  end: CircleStop,
  note: StickyNote,
};

/** The icon on its family's hue. Decoration: a name stands beside it. */
export function NodeIcon({ type, size }: { type: NodeType; size?: "sm" | "md" }) {
  const Icon = nodeIcons[type];
  return (
    <IconTile family={definitionFor(type).group} size={size}>
      <Icon />
    </IconTile>
  );
}
