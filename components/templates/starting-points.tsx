import { Plus } from "lucide-react";
import type { Template } from "@/lib/templates/template";
import { templates } from "@/lib/templates/templates";
import { cn } from "../ui/cn";
import { FlowPicture } from "./flow-picture";

/** Only the words change with the business, so any will do for a picture. */
const anyone = { business: "–", site: null };

type StartingPointsProps = {
  /** Null: the empty canvas. */
  onChoose(choice: Template | null): void;
  className?: string;
};

/** The complete templates, then the empty canvas: what a new funnel can begin with. */
export function StartingPoints({ onChoose, className }: StartingPointsProps) {
  return (
    <ul className={cn("grid gap-4 sm:grid-cols-2 lg:grid-cols-3", className)}>
      {templates.map((template) => {
        const flow = template.flow(anyone);
        const emails = flow.nodes.filter((node) => node.type === "email").length;
        return (
          <li key={template.id} className="flex">
            <button type="button" onClick={() => onChoose(template)} className={cn(card, "sm:flex-col")}>
              <span className="flex justify-center overflow-hidden bg-paper max-sm:w-24 max-sm:shrink-0 max-sm:self-stretch max-sm:rounded-l-lg sm:h-52 sm:w-full sm:rounded-t-lg sm:mask-b-from-70%">
                <FlowPicture flow={flow} className="mt-3 h-min shrink-0 max-sm:h-40" />
              </span>
              <span className="flex min-w-0 flex-1 flex-col gap-1 px-4 pt-2 pb-4 max-sm:py-3">
                <span className="text-base font-semibold text-ink">{template.name}</span>
                <span className="text-base text-pretty text-ink-soft">{template.about}</span>
                <span className="mt-auto pt-2 text-sm text-ink-soft">
                  {`${emails} emails, ready to change. ${template.starts}`}
                </span>
              </span>
            </button>
          </li>
        );
      })}
      <li className="flex sm:max-lg:col-span-1 lg:col-span-3">
        <button
          type="button"
          onClick={() => onChoose(null)}
          className={cn(card, "items-center gap-3 border-dashed px-4 py-3")}
        >
          <span
            aria-hidden
            className="grid size-8 shrink-0 place-items-center rounded-md bg-ink/5 text-ink-soft"
          >
            <Plus className="size-4" />
          </span>
          <span className="flex flex-col">
            <span className="text-base font-semibold text-ink">Blank canvas</span>
            <span className="text-base text-ink-soft">Draw who enters, what they get, and when.</span>
          </span>
        </button>
      </li>
    </ul>
  );
}

const card =
  "flex w-full rounded-lg border border-line bg-raised text-left transition-colors hover:border-accent hover:bg-[color-mix(in_oklab,var(--color-accent)_3%,var(--color-raised))]";
