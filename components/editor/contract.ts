import type { ReactNode } from "react";
import type { InFlight } from "@/lib/flow/affected";
import type { Flow } from "@/lib/flow/flow";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import type { MovePlan } from "@/lib/flow/move-plan";
import type { Ending, NewEnding } from "@/lib/flow/take-in";
import type { Backlog, BacklogChoice } from "@/lib/mail/backlog";
import type { Surroundings } from "@/lib/nodes/contract";
import type { EmailSettings } from "@/lib/nodes/email/definition";
import type { Result } from "@/lib/result";
import type { NodeCounts } from "./counts";
import type { Doors } from "./doors";
import type { EnrollDoor } from "./enroll/contract";
import type { TestDoor } from "./trial/contract";

export type EditableFunnel = {
  id: string;
  name: string;
  status: "draft" | "live" | "paused";
  draft: Flow;
  /** Grows with every save; a save on top of an older one is refused. */
  revision: number;
  /** What people run through now, or null before the first Publish. */
  liveVersion: { number: number; flow: Flow } | null;
  /** The hosted form is at `/f/<formSlug>`; null when there is none yet. */
  formSlug: string | null;
};

export type MailPreview = {
  subject: string;
  preview: string;
  html: string;
  text: string;
  /** Where the details of the event come from that it prints; null when it prints none. */
  eventFrom: { is: "sample" } | { is: "last"; name: string } | null;
  /** Links that close: until when, as the preview's reader has it, and where they lead then (null: a page that says so). */
  closing: { key: string; label: string; until: string | null; afterwards: string | null }[];
};

/** What the editor may do beyond the browser. Each is a server action, handed in by the page. */
export type EditorActions = {
  /** Problem "stale": somebody saved meanwhile, and the message says who and when. */
  save(input: { funnelId: string; revision: number; flow: Flow }): Promise<Result<{ revision: number }>>;
  /** The draft as it is stored now: what "Load theirs" shows and "Keep mine" saves on top of. */
  latest(input: { funnelId: string }): Promise<Result<{ draft: Flow; revision: number }>>;
  rename(input: { funnelId: string; name: string }): Promise<Result<{ name: string }>>;
  /** Makes a version of the draft at that revision and sets the funnel live. `plan`: what becomes of those in it. */
  publish(input: {
    funnelId: string;
    revision: number;
    plan?: MovePlan;
    /** Whoever finished by these paths goes on at the new steps. */
    takeIn?: Ending[];
  }): Promise<Result<{ number: number }>>;
  /** Who is in the funnel now, and how many finished by paths that lead on now. Without it Publish does not say. */
  inFlight?(input: { funnelId: string; endings: NewEnding[] }): Promise<Result<InFlight>>;
  pause(input: { funnelId: string }): Promise<Result<unknown>>;
  /** `backlog`: what becomes of what has come together; without it, what is late waits for a decision. */
  resume(input: { funnelId: string; backlog?: BacklogChoice }): Promise<Result<unknown>>;
  /** What has come together while it was paused. */
  backlog(input: { funnelId: string }): Promise<Result<Backlog>>;
  /** `dates`: those of the funnel, as they are drawn at the moment. */
  previewEmail(input: {
    funnelId: string;
    settings: EmailSettings;
    dates: FunnelDate[];
  }): Promise<Result<MailPreview>>;
};

/** The same canvas, drawing what happened instead of being drawn on. What it says comes by `OverlayContext`. */
export type ResultsView = {
  flow: Flow;
  /** The draft differs from what is shown. */
  changed: boolean;
  /**
   * Over the canvas, for the chosen step (null: none is chosen). It places itself in the canvas's box, and says
   * with `data-inset="left"` or `"right"` which side it takes, so that the view keeps clear of it.
   */
  panel?: (nodeId: string | null) => ReactNode;
};

export type FunnelEditorProps = EditorActions & {
  funnel: EditableFunnel;
  surroundings: Surroundings;
  /** False: everything can be looked at and nothing changed. */
  canEdit: boolean;
  /** Where the back link leads, and what it is called. */
  back?: { href: string; label: string };
  /** Build · Results, as links. */
  tabs?: ReactNode;
  /** Entries of a menu beside the name. `saved` stores what is drawn first, and says what is wrong when it cannot. */
  more?(saved: () => Promise<Result<null>>): ReactNode;
  /** Under the bar: something that goes on by itself. */
  notice?: ReactNode;
  /** An older version that somebody goes back to: it comes into the drawing as one step, and Publish opens. */
  goBack?: { number: number; flow: Flow };
  /** How many people are at each step now; cards show it when it is given. */
  counts?: NodeCounts;
  results?: ResultsView;
  /** Letting those in who match a trigger already; without it nobody is asked about them. */
  enroll?: EnrollDoor;
  /** The address at which another service calls a trigger. */
  hookAt?(input: { funnelId: string; nodeId: string }): Promise<Result<{ address: string; secret: string }>>;
  /** The links of an email that is live in another funnel. */
  linksOf?: Doors["linksOf"];
  /** Trying the draft on oneself; without it there is no Test. */
  test?: TestDoor;
};
