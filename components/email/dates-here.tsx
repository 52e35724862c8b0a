"use client";

import { createContext, useContext } from "react";
import type { FunnelDate } from "@/lib/flow/funnel-dates";

/** The dates of the funnel that is being drawn, and how to add one; null where nothing can be changed. */
export type DatesHere = { dates: readonly FunnelDate[]; add: ((date: FunnelDate) => void) | null };

const Here = createContext<DatesHere>({ dates: [], add: null });

/** Tells everything in an email's text (chips, links, buttons) which dates its funnel has. */
export const DatesOfFunnel = Here.Provider;

export const useDatesHere = (): DatesHere => useContext(Here);
