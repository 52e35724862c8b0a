import type { AccessTable } from "../entry";

const actions = "app/(studio)/funnels/[funnelId]/people/actions.ts";

// Each names people one by one, and answers for each of them: a stranger's are simply not found.
export const people: AccessTable = {
  pages: {
    "/funnels/[funnelId]/people": {
      who: "viewer",
      path: async ({ newMessage }) => `/funnels/${(await newMessage("sent")).funnelId}/people?which=entered`,
      stranger: "not found",
    },
    "/funnels/[funnelId]/people/not-entered": {
      who: "viewer",
      path: async ({ newWaiting, sql, victim }) => {
        const { funnelId, contactId } = await newWaiting();
        await sql`insert into turned_away
          (workspace_id, funnel_id, contact_id, node_id, event_id, event_name, because, at)
          values (${victim}, ${funnelId}, ${contactId}, 't', 'e', 'purchase', ${sql.json({ why: "once" })}, 1)`;
        return `/funnels/${funnelId}/people/not-entered`;
      },
      stranger: "not found",
    },
    "/funnels/[funnelId]/people/[enrollmentId]": {
      who: "viewer",
      path: async ({ newMessage }) => {
        const { funnelId, enrollmentId } = await newMessage("sent");
        return `/funnels/${funnelId}/people/${enrollmentId}`;
      },
      stranger: "not found",
    },
  },
  actions: {
    [`${actions}#morePeople`]: {
      who: "viewer",
      input: async ({ newWaiting }) => {
        const { funnelId } = await newWaiting();
        return { funnelId, which: "entered", search: "", cursor: null };
      },
      stranger: "own",
    },
    [`${actions}#takeInHand`]: {
      who: "editor",
      input: async ({ newWaiting }) => {
        const { funnelId, enrollmentId } = await newWaiting();
        return {
          funnelId,
          wish: { do: "remove" },
          people: [{ id: enrollmentId, visit: 2 }],
          rehearse: false,
        };
      },
      stranger: "own",
    },
    [`${actions}#takeBack`]: {
      who: "editor",
      input: async ({ newWaiting, sql, victim }) => {
        const { funnelId, enrollmentId } = await newWaiting();
        const before = { nodeId: "t", arrivedAt: 1, kept: null, marks: [] };
        const [act] =
          await sql`insert into act (workspace_id, enrollment_id, kind, at, visit, to_node_id, before)
          values (${victim}, ${enrollmentId}, 'moved', 1, 1, 'w', ${sql.json(before)}) returning id`;
        return { funnelId, acts: [{ id: enrollmentId, actId: String(act?.id) }] };
      },
      stranger: "own",
    },
    [`${actions}#retryPeople`]: {
      who: "editor",
      input: async ({ newWaiting, sql }) => {
        const { funnelId, enrollmentId } = await newWaiting();
        await sql`update enrollment set stuck = true, failures = 5 where id = ${enrollmentId}`;
        return { funnelId, ids: [enrollmentId] };
      },
      stranger: "own",
    },
    [`${actions}#startFunnel`]: {
      who: "editor",
      input: async ({ newWaiting }) => {
        const { contactId } = await newWaiting();
        const { funnelId } = await newWaiting();
        const requestId = crypto.randomUUID();
        return { funnelId, contactIds: [contactId], triggerId: null, key: null, requestId, rehearse: false };
      },
      stranger: "own",
    },
    [`${actions}#startableFunnels`]: { who: "viewer", input: () => ({}), stranger: "own" },
  },
};
