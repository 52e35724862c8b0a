import type { ReactNode } from "react";
import { FunnelTabs } from "../funnels/funnel-tabs";
import { PageFrame } from "../shell/page-frame";
import { PageHeader } from "../ui/page-header";

type PeopleFrameProps = { funnelId: string; name: string; says: string; children: ReactNode };

/** A screen of a funnel that is no canvas: its name, its tabs, and what is shown. */
export function PeopleFrame({ funnelId, name, says, children }: PeopleFrameProps) {
  return (
    <PageFrame>
      <PageHeader title={name} description={says} actions={<FunnelTabs funnelId={funnelId} />} />
      {children}
    </PageFrame>
  );
}
