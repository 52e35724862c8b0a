"use client";

import { createContext, useContext } from "react";
import type { FunnelDate } from "@/lib/flow/funnel-dates";
import { isClosing, type LinkTarget } from "@/lib/mail/document";
import type { Closes } from "./link-draft";

/** The dates of the funnel that is being drawn, and how to add one; null where nothing can be changed. */
export type DatesHere = { dates: readonly FunnelDate[]; add: ((date: FunnelDate) => void) | null };

const Here = createContext<DatesHere>({ dates: [], add: null });

/** Tells everything in an email's text (chips, links, buttons) which dates its funnel has. */
export const DatesOfFunnel = Here.Provider;

export const useDatesHere = (): DatesHere => useContext(Here);

/** Gives the funnel the date that a link was given of its own, once the link is set. */
export function useAddWith(): (closes: Closes | null, target: LinkTarget | null) => void {
  const { add } = useDatesHere();
  return (closes, target) => {
    if (closes?.adds && target !== null && isClosing(target)) add?.(closes.adds);
  };
}
