import { Inbox, Settings, Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { requireMember } from "@/app/_server/session";
import { signOut, switchWorkspace } from "@/app/_server/shell-actions";
import { DemoProgress } from "@/components/shell/demo-progress";
import { StudioShell } from "@/components/shell/studio-shell";
import { Banner } from "@/components/ui/banner";
import { db } from "@/db/client";
import { findDemoProgress } from "@/db/queries/demo";
import { listMemberships } from "@/db/queries/members";
import { findWorkspaceSettings } from "@/db/queries/workspaces";
import { env } from "@/lib/env";

/** The frame of every signed-in screen. It keeps nobody out: each page asks `requireMember` itself. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { userId, userName, userEmail, workspaceId } = await requireMember();
  const [workspaces, settings, making] = await Promise.all([
    listMemberships(db(), { userId }),
    findWorkspaceSettings(db(), { workspaceId }),
    findDemoProgress(db(), { workspaceId }),
  ]);
  const staysHere = !env().RESEND_API_KEY || settings?.demo === true;
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
      banner={
        staysHere ? (
          <>
            <Banner tone="info" look="bar">
              Emails stay in the test inbox; nobody receives them.
            </Banner>
            {settings?.demo && !making?.finished ? <DemoProgress key={workspaceId} first={making} /> : null}
          </>
        ) : null
      }
    >
      {children}
    </StudioShell>
  );
}
