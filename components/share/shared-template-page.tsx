"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useCallback, useState } from "react";
import type { Result } from "@/lib/result";
import type { SharedTemplate } from "@/lib/templates/share";
import { fileNameOf, templateFile } from "@/lib/templates/template-file";
import { ReadOnlyCanvas } from "../editor/read-only-canvas";
import { Wordmark } from "../shell/mark";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { saveFile } from "./save-file";
import { emailsOf, SharedEmails } from "./shared-emails";
import { UseTemplate, type Visitor } from "./use-template";

type SharedTemplatePageProps = {
  slug: string;
  template: SharedTemplate;
  /** The moment it was frozen, in milliseconds. */
  version: number;
  /** What it does, in a sentence or two. */
  about: string;
  visitor: Visitor;
  asksToUse: boolean;
  copy: (input: { slug: string }) => Promise<Result<{ id: string }>>;
};

/** The drawing and the emails of a shared template, side by side; on a phone one after the other. */
export function SharedTemplatePage(props: SharedTemplatePageProps) {
  const { slug, template, version, about, visitor, asksToUse, copy } = props;
  const [client] = useState(() => new QueryClient());
  const [emails] = useState(() => emailsOf(template.flow));
  const [chosen, setChosen] = useState(emails[0]?.nodeId ?? "");
  const [side, setSide] = useState<"steps" | "emails">("steps");
  const choose = useCallback(
    (nodeId: string | null) => {
      if (nodeId && emails.some((email) => email.nodeId === nodeId)) setChosen(nodeId);
    },
    [emails],
  );
  const save = () => saveFile(fileNameOf(template.name), templateFile(template));
  return (
    <QueryClientProvider client={client}>
      <div className="flex h-dvh flex-col bg-paper">
        <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-b border-line bg-surface px-4 py-3 sm:px-6">
          <div className="flex min-w-0 flex-1 basis-80 flex-col gap-0.5">
            <Wordmark className="mb-1 text-sm text-ink-soft [&_svg]:size-4" />
            <h1 className="line-clamp-2 text-xl font-semibold wrap-anywhere">{template.name}</h1>
            <p className="max-w-3xl text-sm text-pretty text-ink-soft">{about}</p>
          </div>
          <div className="flex gap-2">
            <Button onClick={save}>
              <Download aria-hidden /> Save as file
            </Button>
            <UseTemplate
              slug={slug}
              name={template.name}
              visitor={visitor}
              asksToUse={asksToUse}
              copy={copy}
            />
          </div>
        </header>
        {emails.length > 0 ? (
          <fieldset className="flex gap-1 border-b border-line bg-surface px-4 py-2 lg:hidden">
            <legend className="sr-only">What to look at</legend>
            <SideButton on={side === "steps"} onClick={() => setSide("steps")}>
              Steps
            </SideButton>
            <SideButton on={side === "emails"} onClick={() => setSide("emails")}>
              Emails {emails.length.toLocaleString("en")}
            </SideButton>
          </fieldset>
        ) : null}
        <main className="flex min-h-0 flex-1">
          <section
            aria-label="The steps"
            className={cn("min-w-0 flex-1", side === "emails" && "max-lg:hidden")}
          >
            <ReadOnlyCanvas flow={template.flow} name={template.name} onChoose={choose} />
          </section>
          {emails.length > 0 ? (
            <aside
              aria-label="The emails"
              className={cn(
                "w-full border-line bg-surface lg:w-[28rem] lg:border-l",
                side === "steps" && "max-lg:hidden",
              )}
            >
              <SharedEmails
                slug={slug}
                version={version}
                emails={emails}
                chosen={chosen}
                onChoose={setChosen}
              />
            </aside>
          ) : null}
        </main>
      </div>
    </QueryClientProvider>
  );
}

type SideButtonProps = { on: boolean; onClick: () => void; children: ReactNode };

const SideButton = ({ on, onClick, children }: SideButtonProps) => (
  <button
    type="button"
    aria-pressed={on}
    onClick={onClick}
    className="rounded-md px-3 py-1.5 pointer-coarse:min-h-10 font-medium text-ink-soft aria-pressed:bg-ink/8 aria-pressed:text-ink"
  >
    {children}
  </button>
);
