import type { AccessTable } from "../entry";

export const demo: AccessTable = {
  routes: {
    "GET /demo/progress": { who: "viewer", call: () => ({ path: "/demo/progress" }), stranger: "own" },
  },
};
