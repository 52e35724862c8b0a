import { createContext, type ReactNode } from "react";

/** What Results draws onto the canvas. Null leaves the card or line as it is. */
export type Overlay = {
  /** One more row on the card. */
  node(id: string): ReactNode | null;
  /**
   * `share` of those who came by (0 to 1) fades the line, `width` is in px, `label` stands on it and leads to `href`.
   */
  edge(id: string): { share: number; width: number; label: string; href: string | null } | null;
  /** People there now. */
  here(id: string): number | null;
};

/** Keep the value's identity while its figures stay: every card listens to it. */
export const OverlayContext = createContext<Overlay | null>(null);
