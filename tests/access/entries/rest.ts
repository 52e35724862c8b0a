import type { AccessTable, RouteEntry } from "../entry";

const unsigned = "Only what Inngest has signed is run. The embedded server does not come this way.";

const nothing: RouteEntry = {
  who: "anybody",
  because: "There is nothing at such an address.",
  calls: () => [{ path: "/api/v1/funnel/1", status: 404 }],
};

export const rest: AccessTable = {
  routes: {
    "GET /api/v1/[...address]": nothing,
    "POST /api/v1/[...address]": nothing,
    "PUT /api/v1/[...address]": nothing,
    "PATCH /api/v1/[...address]": nothing,
    "DELETE /api/v1/[...address]": nothing,
    "POST /api/v1/events": {
      who: "key",
      call: () => ({
        path: "/api/v1/events",
        json: { id: "access-1", name: "purchase", email: "anna@example.org", value: 100, currency: "EUR" },
      }),
      stranger: "own",
    },
    "GET /api/v1/contacts": {
      who: "key",
      call: async ({ newMessage }) => {
        await newMessage("sent");
        return { path: "/api/v1/contacts?limit=100" };
      },
      stranger: "own",
    },
    "POST /api/v1/contacts": {
      who: "key",
      call: () => ({
        path: "/api/v1/contacts",
        json: { email: "anna@example.org", name: "Anna", consent: { marketing: true, source: "checkout" } },
      }),
      stranger: "own",
    },
    "GET /api/v1/funnels": {
      who: "key",
      call: async ({ newFunnel }) => {
        await newFunnel();
        return { path: "/api/v1/funnels?limit=100" };
      },
      stranger: "own",
    },
    "POST /api/v1/funnels": {
      who: "key",
      call: () => ({ path: "/api/v1/funnels", json: { name: "Another" } }),
      stranger: "own",
    },
    "GET /api/v1/funnels/[funnelId]": {
      who: "key",
      call: async ({ newFunnel }) => ({ path: `/api/v1/funnels/${(await newFunnel()).funnelId}` }),
      stranger: "refused",
    },
    "PUT /api/v1/funnels/[funnelId]/draft": {
      who: "key",
      call: async ({ newFunnel }) => {
        const { funnelId, revision, draft } = await newFunnel();
        return { path: `/api/v1/funnels/${funnelId}/draft`, json: { revision, flow: draft } };
      },
      stranger: "refused",
    },
    "POST /api/v1/funnels/[funnelId]/publish": {
      who: "key",
      call: async ({ newFunnel }) => ({
        path: `/api/v1/funnels/${(await newFunnel()).funnelId}/publish`,
        json: {},
      }),
      stranger: "refused",
    },
    "POST /api/v1/funnels/[funnelId]/pause": {
      who: "key",
      call: async ({ newLiveFunnel }) => ({
        path: `/api/v1/funnels/${(await newLiveFunnel()).funnelId}/pause`,
      }),
      stranger: "refused",
    },
    "POST /api/v1/funnels/[funnelId]/resume": {
      who: "key",
      call: async ({ newLiveFunnel }) => ({
        path: `/api/v1/funnels/${(await newLiveFunnel()).funnelId}/resume`,
      }),
      stranger: "refused",
    },
    "GET /api/v1/funnels/[funnelId]/stats": {
      who: "key",
      call: async ({ newLiveFunnel }) => ({
        path: `/api/v1/funnels/${(await newLiveFunnel()).funnelId}/stats`,
      }),
      stranger: "refused",
    },
    "GET /api/v1/funnels/[funnelId]/enrollments": {
      who: "key",
      call: async ({ newMessage }) => ({
        path: `/api/v1/funnels/${(await newMessage("sent")).funnelId}/enrollments`,
      }),
      stranger: "refused",
    },
    "GET /api/v1/enrollments/[enrollmentId]": {
      who: "key",
      call: async ({ newMessage }) => ({
        path: `/api/v1/enrollments/${(await newMessage("sent")).enrollmentId}`,
      }),
      stranger: "refused",
    },
    "GET /api/v1/messages": {
      who: "key",
      call: async ({ newMessage }) => {
        await newMessage("sent");
        return { path: "/api/v1/messages?limit=100" };
      },
      stranger: "own",
    },
    "GET /api/v1/messages/[messageId]": {
      who: "key",
      call: async ({ newMessage }) => ({
        path: `/api/v1/messages/${(await newMessage("sent")).messageId}`,
      }),
      stranger: "refused",
    },
    "GET /api/v1/openapi.json": {
      who: "anybody",
      because: "It describes the routes, and is the same for everybody.",
      calls: () => [{ path: "/api/v1/openapi.json", status: 200 }],
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
