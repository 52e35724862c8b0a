import { SkeletonRows } from "@/components/ui/skeleton";

export default function SettingsLoading() {
  return <SkeletonRows rows={4} label="Settings are loading" />;
}
