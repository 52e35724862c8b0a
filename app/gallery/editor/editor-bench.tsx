"use client";

import { useState } from "react";
import { createNodeCounts } from "@/components/editor/counts";
import { FunnelEditor } from "@/components/editor/funnel-editor";
import { NavTabs } from "@/components/ui/nav-tabs";
import { type Flow, flow as flowSchema } from "@/lib/flow/flow";
import { lineText } from "@/lib/mail/document";
import { ok, problem } from "@/lib/result";

type BenchProps = { draft: Flow; canEdit: boolean; live: boolean; now: number };

/** Keeps the drawing in the page's memory, behind the same doors as the server's. */
export function EditorBench({ draft, canEdit, live, now }: BenchProps) {
  const [stored] = useState(() => ({ flow: draft, revision: 1, stale: false }));
  const [counts] = useState(() =>
    createNodeCounts(live ? Object.fromEntries(draft.nodes.map((node, at) => [node.id, at * 37])) : {}),
  );
  return (
    <main className="h-dvh">
      <FunnelEditor
        funnel={{
          id: "bench",
          name: "Sourdough course launch",
          status: live ? "live" : "draft",
          draft,
          revision: 1,
          liveVersion: live ? { number: 2, flow: draft } : null,
          formSlug: "sourdough",
        }}
        surroundings={{
          postalAddress: "Backstube Berg, Kornweg 1, 8001 Zürich",
          sender: { name: "Anna Berg", email: "anna@example.org" },
          opens: "consent",
          shortWaits: true,
          timeZone: "Europe/Zurich",
          funnelId: null,
          funnels: [],
          now,
        }}
        canEdit={canEdit}
        back={{ href: "/gallery", label: "Back to the gallery" }}
        tabs={
          <NavTabs
            label="Funnel"
            tabs={[
              { href: "/gallery/editor", label: "Build" },
              { href: "/gallery/studio", label: "Results" },
            ]}
          />
        }
        counts={counts}
        save={async ({ revision, flow }) => {
          await pause(250);
          if (window.location.hash === "#stale" && !stored.stale) {
            stored.stale = true;
            stored.revision += 5;
            return problem("stale", "Anna changed this funnel a minute ago.");
          }
          if (window.location.hash === "#offline") throw new Error("offline");
          if (revision !== stored.revision) return problem("stale", "Another tab changed this funnel.");
          const parsed = flowSchema.safeParse(flow);
          if (!parsed.success)
            return problem("invalid", parsed.error.issues[0]?.message ?? "This cannot be kept.");
          stored.flow = parsed.data;
          stored.revision += 1;
          return ok({ revision: stored.revision });
        }}
        latest={async () => ok({ draft: stored.flow, revision: stored.revision })}
        rename={async ({ name }) => ok({ name })}
        publish={async () => {
          await pause(400);
          return ok({ number: live ? 3 : 1 });
        }}
        pause={async () => ok(null)}
        resume={async () => ok(null)}
        backlog={async () => ok({ mails: 0, late: 0, byRules: 0, people: 0, since: null, allHeld: false })}
        previewEmail={async ({ settings }) => {
          await pause(200);
          return ok({
            subject: lineText(settings.subject),
            preview: lineText(settings.preview),
            html: `<p style="font:16px sans-serif">${settings.body.length} blocks. The page hands in the real rendering.</p>`,
            text: `${settings.body.length} blocks.`,
            eventFrom: null,
            closing: [],
          });
        }}
      />
    </main>
  );
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
