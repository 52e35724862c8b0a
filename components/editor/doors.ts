"use client";

import { createContext, useContext } from "react";
import type { Result } from "@/lib/result";
import type { EnrollDoor } from "./enroll/contract";

/** What forms of steps may ask of a server, where the page lets them. */
export type Doors = {
  /** The address at which another service calls a trigger, made when it is first asked for. */
  hookAt?: (nodeId: string) => Promise<Result<{ address: string; secret: string }>>;
  /** Letting those in who match already. */
  enroll?: EnrollDoor;
};

export const DoorsContext = createContext<Doors>({});

export const useDoors = (): Doors => useContext(DoorsContext);
