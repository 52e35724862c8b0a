import type { AccessTable } from "../entry";

const unsigned = "Only what Inngest has signed is run. The embedded server does not come this way.";

export const rest: AccessTable = {
  routes: {
    "POST /api/v1/events": {
      who: "key",
      call: () => ({
        path: "/api/v1/events",
        json: { id: "access-1", name: "purchase", email: "anna@example.org", value: 100, currency: "EUR" },
      }),
      stranger: "own",
    },
    "POST /api/v1/funnels": {
      who: "key",
      call: () => ({ path: "/api/v1/funnels", json: { name: "Another" } }),
      stranger: "own",
    },
    "POST /api/v1/funnels/[funnelId]/publish": {
      who: "key",
      call: async ({ newFunnel }) => ({
        path: `/api/v1/funnels/${(await newFunnel()).funnelId}/publish`,
        json: {},
      }),
      stranger: "refused",
    },
    "GET /api/inngest": {
      who: "anybody",
      because: unsigned,
      calls: () => [{ path: "/api/inngest", status: 500 }],
    },
    "POST /api/inngest": {
      who: "anybody",
      because: unsigned,
      calls: () => [
        { path: "/api/inngest?fnId=run-enrollment&stepId=step", json: { event: {} }, status: 500 },
      ],
    },
    "PUT /api/inngest": {
      who: "anybody",
      because: unsigned,
      calls: () => [{ path: "/api/inngest", json: {}, status: 500 }],
    },
  },
};
