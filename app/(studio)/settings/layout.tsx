import type { ReactNode } from "react";
import { PageFrame } from "@/components/shell/page-frame";
import { NavTabs } from "@/components/ui/nav-tabs";
import { PageHeader } from "@/components/ui/page-header";

const tabs = [
  { href: "/settings", label: "Workspace" },
  { href: "/settings/sending", label: "Sending" },
  { href: "/settings/rules", label: "Rules" },
  { href: "/settings/team", label: "Team" },
  { href: "/settings/audiences", label: "Ad audiences" },
  { href: "/settings/keys", label: "Keys" },
  { href: "/settings/api", label: "API" },
];

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <PageFrame width="narrow">
      <PageHeader title="Settings" />
      <NavTabs label="Settings" tabs={tabs} />
      {children}
    </PageFrame>
  );
}
