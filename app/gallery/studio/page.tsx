import { Inbox, Settings, Workflow } from "lucide-react";
import { notFound } from "next/navigation";
import { PageFrame } from "@/components/shell/page-frame";
import { StudioShell } from "@/components/shell/studio-shell";
import { Banner } from "@/components/ui/banner";
import { Lists } from "../_sections/lists";

async function stayHere() {
  "use server";
}

export default function StudioFrame() {
  if (process.env.NODE_ENV === "production") notFound();
  return (
    <StudioShell
      entries={[
        { href: "/gallery/studio", label: "Funnels", icon: <Workflow aria-hidden /> },
        { href: "/gallery/inbox", label: "Test inbox", icon: <Inbox aria-hidden />, count: 12 },
        { href: "/gallery/settings", label: "Settings", icon: <Settings aria-hidden /> },
      ]}
      workspaces={[
        { id: "a", name: "Lindenhof Gartenakademie" },
        { id: "b", name: "田中書道教室" },
      ]}
      workspaceId="a"
      switchWorkspace={stayHere}
      person={{ name: "Anna-Katharina Weber", email: "anna.weber@example.org" }}
      signOut={stayHere}
      banner={
        <Banner tone="info" look="bar">
          Emails stay in the test inbox; nobody receives them
        </Banner>
      }
    >
      <PageFrame>
        <Lists />
      </PageFrame>
    </StudioShell>
  );
}
