"use client";

import { TriangleAlert } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { type FunnelStatus, StatusPill } from "@/components/ui/status-pill";
import { toast } from "@/components/ui/toaster";

const statuses: FunnelStatus[] = ["draft", "live", "paused", "changed"];
const tones: Tone[] = ["plain", "accent", "good", "attention", "bad", "info"];

export function Feedback() {
  return (
    <div className="grid gap-x-8 gap-y-6 md:grid-cols-2">
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap gap-2">
          {statuses.map((status) => (
            <StatusPill key={status} status={status} />
          ))}
        </div>
        <div className="flex flex-wrap gap-2">
          {tones.map((tone) => (
            <Badge
              key={tone}
              tone={tone}
              icon={tone === "attention" ? <TriangleAlert aria-hidden /> : undefined}
            >
              {tone === "attention" ? "Needs a sender" : tone}
            </Badge>
          ))}
        </div>
        <Progress
          label="Import"
          value={1204}
          total={7200}
          detail="1,204 of 7,200 people"
          aside="about 3 minutes left"
        />
        <Progress label="Publishing" value={null} total={1} detail="Preparing emails" />
        <Spinner label="Loading" />
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => toast("Step deleted", { undo: () => void toast("Step is back") })}>
            Toast with undo
          </Button>
          <Button
            onClick={() => toast("Published version 4", { tone: "good", description: "312 people entered." })}
          >
            Good news
          </Button>
          <Button
            onClick={() =>
              toast("Could not save. The connection was lost; trying again in 5 seconds.", { tone: "bad" })
            }
          >
            Bad news
          </Button>
        </div>
        <SkeletonRows rows={3} />
      </div>
      <div className="flex flex-col gap-3">
        <Banner tone="info" look="bar">
          Emails stay in the test inbox; nobody receives them
        </Banner>
        <Banner tone="good" title="Version 4 is live">
          312 people are moving through it.
        </Banner>
        <Banner
          tone="attention"
          title="Add your postal address"
          action={<Button size="sm">Add address</Button>}
        >
          Marketing email must show where you can be reached.
        </Banner>
        <Banner tone="bad" title="Two steps cannot run">
          “Second email” has no subject, and its No path leads nowhere.
        </Banner>
      </div>
    </div>
  );
}
