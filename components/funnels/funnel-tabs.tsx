import { NavTabs } from "../ui/nav-tabs";

export const FunnelTabs = ({ funnelId }: { funnelId: string }) => (
  <NavTabs
    label="Funnel"
    tabs={[
      { href: `/funnels/${funnelId}`, label: "Build" },
      { href: `/funnels/${funnelId}/results`, label: "Results" },
      { href: `/funnels/${funnelId}/people`, label: "People" },
      { href: `/funnels/${funnelId}/history`, label: "History" },
    ]}
  />
);
