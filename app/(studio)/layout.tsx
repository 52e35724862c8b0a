import { Inbox, Settings, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { requireMember } from "@/app/_server/session";
import { signOut, switchWorkspace } from "@/app/_server/shell-actions";
import { HeldBar } from "@/components/sending/held-bar";
import { HoldAllButton } from "@/components/sending/hold-all-button";
import { ProviderHeld } from "@/components/sending/provider-held";
import { DemoProgress } from "@/components/shell/demo-progress";
import { StudioShell } from "@/components/shell/studio-shell";
import { Banner } from "@/components/ui/banner";
import { db } from "@/db/client";
import { findHeldAll } from "@/db/queries/backlogs";
import { findDemoProgress } from "@/db/queries/demo";
import { listMemberships } from "@/db/queries/members";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { heldAccount } from "@/lib/engine/account";
import { engine } from "@/lib/engine/current";
import { env } from "@/lib/env";
import { mayAs } from "@/lib/member-role";
import { holdAllSending, lookAtBacklog, sendAgain, trySendingNow } from "./settings/sending/actions";

/** The frame of every signed-in screen. It keeps nobody out: each page asks `requireMember` itself. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { userId, userName, userEmail, workspaceId, role } = await requireMember();
  const now = Date.now();
  const [workspaces, settings, making, held, refused] = await Promise.all([
    listMemberships(db(), { userId }),
    findWorkspaceSettings(db(), { workspaceId }),
    findDemoProgress(db(), { workspaceId }),
    findHeldAll(db(), { workspaceId, now }),
    heldAccount(engine(), workspaceId),
  ]);
  const staysHere = !env().RESEND_API_KEY || settings?.demo === true;
  const mayHold = mayAs(role, "editor");
  const holding = { hold: holdAllSending, release: sendAgain, look: lookAtBacklog };
  return (
    <StudioShell
      entries={[
        { href: "/funnels", label: "Funnels", icon: <Workflow aria-hidden /> },
        { href: "/inbox", label: staysHere ? "Test inbox" : "Sent mail", icon: <Inbox aria-hidden /> },
        { href: "/settings", label: "Settings", icon: <Settings aria-hidden /> },
      ]}
      workspaces={workspaces}
      workspaceId={workspaceId}
      switchWorkspace={switchWorkspace}
      person={{ name: userName, email: userEmail }}
      signOut={signOut}
      hold={
        mayHold && !held
          ? {
              rail: <HoldAllButton {...holding} place="rail" />,
              phone: <HoldAllButton {...holding} place="icon" />,
            }
          : null
      }
      banner={
        staysHere || held || refused ? (
          <>
            {held ? (
              <HeldBar
                key={workspaceId}
                held={held}
                mayRelease={mayHold}
                now={now}
                zone={settings?.timeZone ?? "UTC"}
                release={sendAgain}
                look={lookAtBacklog}
              />
            ) : null}
            {refused ? (
              <ProviderHeld
                key={`${workspaceId} refused`}
                look="bar"
                holding={refused}
                mayTry={role === "owner"}
                now={now}
                zone={settings?.timeZone ?? "UTC"}
                tryNow={trySendingNow}
              />
            ) : null}
            {staysHere ? (
              <Banner tone="info" look="bar">
                Emails stay in the test inbox; nobody receives them.
              </Banner>
            ) : null}
            {settings?.demo && !making?.finished ? <DemoProgress key={workspaceId} first={making} /> : null}
          </>
        ) : null
      }
    >
      {children}
    </StudioShell>
  );
}
