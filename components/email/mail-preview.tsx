"use client";

import { useEffect, useRef, useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { FormProps } from "@/lib/nodes/form-props";
import { InertMail } from "./inert-mail";

type MailPreviewProps = Pick<FormProps<"email">, "settings" | "previewEmail"> & {
  sender: { name: string; email: string } | null;
};

type Answer = Awaited<ReturnType<MailPreviewProps["previewEmail"]>>;
type Rendered = Extract<Answer, { ok: true }>["value"];

const PAUSE_MS = 400;
const PHONE_PX = 375;
const DESKTOP_PX = 680;

/** The email as it will arrive, a moment after each change. The last one stays while the next is made. */
export function MailPreview({ settings, sender, previewEmail }: MailPreviewProps) {
  const [rendered, setRendered] = useState<Rendered | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const first = useRef(true);
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      async () => {
        first.current = false;
        let answer: Answer;
        try {
          answer = await previewEmail({ settings });
        } catch {
          if (current) setTrouble("The preview could not be made. It is tried again after your next change.");
          return;
        }
        if (!current) return;
        setTrouble(answer.ok ? null : answer.message);
        if (answer.ok) setRendered(answer.value);
      },
      first.current ? 0 : PAUSE_MS,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [settings, previewEmail]);

  return (
    <section aria-label="Preview" className="flex min-h-0 min-w-0 flex-1 flex-col gap-3">
      {trouble ? (
        <Banner tone="attention" live>
          {trouble}
        </Banner>
      ) : null}
      <div className="flex flex-col rounded-lg border border-line px-3 py-2">
        <span className="text-sm font-medium text-ink">
          {settings.sender?.name || sender?.name || "No sender yet"}
        </span>
        <span className="truncate text-base text-ink">{rendered?.subject || "No subject yet"}</span>
        <span className="truncate text-sm text-ink-soft">{rendered?.preview || " "}</span>
        {rendered?.eventFrom ? (
          <span className="mt-1 border-t border-line pt-1 text-sm text-ink-soft">
            {rendered.eventFrom.is === "last"
              ? `With the details of the last “${rendered.eventFrom.name}”`
              : "With made-up details until somebody enters"}
          </span>
        ) : null}
      </div>
      {rendered?.closing.map(({ key, label, until, afterwards }) => (
        <p key={key} className="text-sm text-pretty wrap-anywhere text-ink-soft">
          “{label}” {until ? `works until ${until}` : "closes by a date that this funnel does not have yet"}.
          Afterwards it {afterwards ? `leads to ${afterwards}` : "says “This has closed”"}.
        </p>
      ))}
      {rendered ? (
        <Tabs
          label="How to look at it"
          className="min-h-0 flex-1 gap-3 [&>[role=tabpanel]]:min-h-0 [&>[role=tabpanel]]:flex-1"
          tabs={[
            { value: "phone", label: "Phone", content: <InertMail html={rendered.html} width={PHONE_PX} /> },
            {
              value: "desktop",
              label: "Desktop",
              content: <InertMail html={rendered.html} width={DESKTOP_PX} />,
            },
            {
              value: "text",
              label: "Plain text",
              content: (
                <pre className="h-full overflow-auto rounded-lg border border-line bg-paper p-3 font-mono text-sm whitespace-pre-wrap text-ink">
                  {rendered.text}
                </pre>
              ),
            },
          ]}
        />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </section>
  );
}
