"use client";

import { useState } from "react";
import { inertMail } from "@/components/email/inert-mail";
import { cn } from "@/components/ui/cn";

export type FrameWidth = "phone" | "desktop";

type MailFrameProps = {
  html: string;
  width: FrameWidth;
  /** Its links lead nowhere: they are somebody else's. */
  inert?: boolean;
};

/**
 * The mail as it arrives. The frame is a stranger to the page: nothing in it runs and nothing in it reaches us;
 * its links open in a tab of their own. Light or dark follows the reader's system, as in a mailbox.
 */
export function MailFrame({ html, width, inert = false }: MailFrameProps) {
  // What arrived does not change; once it is opened it comes without its pixel, which is nothing to load it anew for.
  const [arrived] = useState(html);
  return (
    <div className="flex justify-center overflow-hidden rounded-lg border border-line bg-paper">
      <iframe
        title="Email as it arrives"
        sandbox={inert ? "" : "allow-popups allow-popups-to-escape-sandbox"}
        referrerPolicy="no-referrer"
        srcDoc={inert ? inertMail(arrived) : arrived}
        className={cn(
          "h-[clamp(26rem,62dvh,52rem)] w-full bg-raised transition-[max-width]",
          width === "phone" ? "max-w-[390px] sm:border-x sm:border-line" : "max-w-none",
        )}
      />
    </div>
  );
}
