"use client";

import { createContext, useContext } from "react";
import type { Result } from "@/lib/result";
import type { EnrollDoor } from "./enroll/contract";

/** What forms of steps may ask of a server, where the page lets them. */
export type Doors = {
  /** The address at which another service calls a trigger, made when it is first asked for. */
  hookAt?: (nodeId: string) => Promise<Result<{ address: string; secret: string }>>;
  /** The links of an email that is live in another funnel. */
  linksOf?: (email: { funnelId: string; nodeId: string }) => Promise<Result<LiveLink[]>>;
  /** Letting those in who match already. */
  enroll?: EnrollDoor;
};

/** `address`: where it leads, unless that differs from reader to reader. */
export type LiveLink = { key: string; label: string; address: string | null };

export const DoorsContext = createContext<Doors>({});

export const useDoors = (): Doors => useContext(DoorsContext);
