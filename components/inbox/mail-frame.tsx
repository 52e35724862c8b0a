import { cn } from "@/components/ui/cn";

export type FrameWidth = "phone" | "desktop";

/**
 * The mail as it arrives. The frame is a stranger to the page: nothing in it runs and nothing in it reaches us;
 * its links open in a tab of their own. Light or dark follows the reader's system, as in a mailbox.
 */
export function MailFrame({ html, width }: { html: string; width: FrameWidth }) {
  return (
    <div className="flex justify-center overflow-hidden rounded-lg border border-line bg-paper">
      <iframe
        title="Email as it arrives"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={html}
        className={cn(
          "h-[clamp(26rem,62dvh,52rem)] w-full bg-raised transition-[max-width]",
          width === "phone" ? "max-w-[390px] sm:border-x sm:border-line" : "max-w-none",
        )}
      />
    </div>
  );
}
