import type { Entry, Flow } from "@/lib/flow/flow";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import type { FunnelRules } from "@/lib/flow/funnel-rules";
import type { EmailSettings } from "@/lib/nodes/email/definition";
import type { Result } from "@/lib/result";
import type { Surroundings } from "./contract";
import type { NodeType, SettingsOf } from "./definitions";

/** What the form of a step's panel is given. */
export type FormProps<T extends NodeType = NodeType> = {
  nodeId: string;
  settings: SettingsOf<T>;
  change(settings: SettingsOf<T>): void;
  /** Nothing may be changed: a viewer looks. */
  readOnly: boolean;
  /** The whole drawing, for forms that name other steps. */
  flow: Flow;
  changeEntry(entry: Entry): void;
  changeDates(dates: FunnelDate[]): void;
  changeRules(rules: FunnelRules): void;
  surroundings: Surroundings;
  /** The hosted form is at `/f/<formSlug>`. */
  formSlug: string | null;
  previewEmail(input: { settings: EmailSettings }): Promise<
    Result<{
      subject: string;
      preview: string;
      html: string;
      text: string;
      eventFrom: { is: "sample" } | { is: "last"; name: string } | null;
      closing: { key: string; label: string; until: string | null; afterwards: string | null }[];
    }>
  >;
  /** Whether the panel is wide enough for a preview beside the form, and how to ask for it. */
  wide: boolean;
  setWide(wide: boolean): void;
};
