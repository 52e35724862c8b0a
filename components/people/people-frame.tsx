import type { ReactNode } from "react";
import { FunnelTabs } from "../funnels/funnel-tabs";
import { PageFrame } from "../shell/page-frame";
import { PageHeader } from "../ui/page-header";
import { StatusPill } from "../ui/status-pill";

type PeopleFrameProps = {
  funnelId: string;
  funnel: { name: string; status: "draft" | "live" | "paused"; changed: boolean };
  /** Who is listed. */
  says: string;
  children: ReactNode;
};

/** A screen of a funnel that is no canvas: its name, its tabs, and what is shown. */
export function PeopleFrame({ funnelId, funnel, says, children }: PeopleFrameProps) {
  const { name, status, changed } = funnel;
  return (
    <PageFrame>
      <PageHeader
        title={name}
        beside={<StatusPill status={status === "live" && changed ? "changed" : status} />}
        description={says}
        actions={
          <div className="min-w-0 [&_nav]:border-b-0">
            <FunnelTabs funnelId={funnelId} />
          </div>
        }
      />
      {children}
    </PageFrame>
  );
}
