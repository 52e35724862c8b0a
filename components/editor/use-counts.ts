"use client";

import { createContext, useContext } from "react";
import { createNodeCounts, type NodeCounts } from "./counts";

const NOBODY = createNodeCounts();

export const CountsContext = createContext<NodeCounts>(NOBODY);

export const useCounts = (): NodeCounts => useContext(CountsContext);
