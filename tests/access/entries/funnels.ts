import type { AccessTable } from "../entry";

const actions = "app/(studio)/funnels/actions.ts";
const list = "app/(studio)/funnels/list-actions.ts";
const enrolling = "app/(studio)/funnels/enroll-actions.ts";
const sharing = "app/(studio)/funnels/share-actions.ts";
const importing = "app/(studio)/funnels/import-actions.ts";
const tests = "app/(studio)/funnels/test-actions.ts";

export const funnels: AccessTable = {
  pages: {
    "/funnels": { who: "viewer", path: () => "/funnels", stranger: "own" },
    "/funnels/[funnelId]": {
      who: "viewer",
      path: async ({ newFunnel }) => `/funnels/${(await newFunnel()).funnelId}`,
      stranger: "not found",
    },
    "/funnels/[funnelId]/history": {
      who: "viewer",
      path: async ({ newLiveFunnel }) => `/funnels/${(await newLiveFunnel()).funnelId}/history`,
      stranger: "not found",
    },
    "/funnels/[funnelId]/history/[number]": {
      who: "viewer",
      path: async ({ newLiveFunnel }) => `/funnels/${(await newLiveFunnel()).funnelId}/history/1`,
      stranger: "not found",
    },
    "/funnels/[funnelId]/results": {
      who: "viewer",
      path: async ({ newFunnel }) => `/funnels/${(await newFunnel()).funnelId}/results`,
      stranger: "not found",
    },
  },
  routes: {
    "GET /funnels/[funnelId]/test": {
      who: "viewer",
      call: async ({ newFunnel }) => ({ path: `/funnels/${(await newFunnel()).funnelId}/test` }),
      stranger: "refused",
    },
    "GET /funnels/[funnelId]/results/numbers": {
      who: "viewer",
      call: async ({ newFunnel }) => ({ path: `/funnels/${(await newFunnel()).funnelId}/results/numbers` }),
      stranger: "refused",
    },
  },
  actions: {
    [`${enrolling}#countMatching`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${enrolling}#enrollMatching`]: {
      who: "editor",
      input: async ({ newWaiting, sql, victim }) => {
        const { funnelId } = await newWaiting();
        const email = `matches-${crypto.randomUUID()}@example.org`;
        const [match] = await sql`insert into contact (workspace_id, email)
          values (${victim}, ${email}) returning id`;
        await sql`insert into event (workspace_id, id, contact_id, name, occurred_at, visible_at)
          values (${victim}, ${email}, ${match?.id}, 'came', 1, 1)`;
        return { funnelId, nodeId: "t", requestId: crypto.randomUUID(), seen: 1 };
      },
      stranger: "refused",
    },
    [`${enrolling}#stopEnrollingPeople`]: {
      who: "editor",
      input: async ({ newWaiting, sql, victim }) => {
        const { funnelId } = await newWaiting();
        // Somebody is at work on it, so that it is still there to be stopped.
        const [run] = await sql`insert into enrolling
          (workspace_id, funnel_id, node_id, kind, key, total, started_at, leased_until)
          values (${victim}, ${funnelId}, 't', 'matching', ${crypto.randomUUID()}, 1, 1, now() + interval '1 hour')
          returning id`;
        return { funnelId, id: String(run?.id) };
      },
      stranger: "refused",
    },
    [`${enrolling}#linksOfLive`]: {
      who: "editor",
      input: async ({ newWaiting }) => ({ funnelId: (await newWaiting()).funnelId, nodeId: "t" }),
      stranger: "refused",
    },
    [`${enrolling}#hookOf`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId, nodeId: "t" }),
      stranger: "refused",
    },
    [`${actions}#makeFunnel`]: {
      who: "editor",
      input: () => ({
        name: "Another",
        template: { id: "welcome-series", own: { business: "Another", site: null } },
      }),
      stranger: "own",
    },
    [`${actions}#save`]: {
      who: "editor",
      input: async ({ newFunnel }) => {
        const { funnelId, revision, draft } = await newFunnel();
        return { funnelId, revision, flow: draft };
      },
      stranger: "refused",
    },
    [`${actions}#latest`]: {
      who: "viewer",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${actions}#rename`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId, name: "Changed" }),
      stranger: "refused",
    },
    [`${actions}#publish`]: {
      who: "editor",
      input: async ({ newFunnel }) => {
        const { funnelId, revision } = await newFunnel();
        return { funnelId, revision };
      },
      stranger: "refused",
    },
    [`${actions}#inFlight`]: {
      who: "editor",
      input: async ({ newLiveFunnel }) => ({ funnelId: (await newLiveFunnel()).funnelId, endings: [] }),
      stranger: "refused",
    },
    [`${actions}#pause`]: {
      who: "editor",
      input: async ({ newLiveFunnel }) => ({ funnelId: (await newLiveFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${actions}#backlog`]: {
      who: "editor",
      input: async ({ newLiveFunnel }) => ({ funnelId: (await newLiveFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${actions}#resume`]: {
      who: "editor",
      input: async ({ newLiveFunnel }) => ({ funnelId: (await newLiveFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${list}#duplicate`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${list}#archive`]: {
      who: "editor",
      input: async ({ newLiveFunnel }) => ({ funnelId: (await newLiveFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${list}#restore`]: {
      who: "editor",
      input: async ({ newLiveFunnel, sql }) => {
        const { funnelId } = await newLiveFunnel();
        await sql`update funnel set status = 'paused', archived_at = now() where id = ${funnelId}`;
        return { funnelId, live: true };
      },
      stranger: "refused",
    },
    [`${sharing}#shareState`]: {
      who: "editor",
      input: async ({ newSharedFunnel }) => ({ funnelId: (await newSharedFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${sharing}#share`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${sharing}#unshare`]: {
      who: "editor",
      input: async ({ newSharedFunnel }) => ({ funnelId: (await newSharedFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${sharing}#shareAfterAll`]: {
      who: "editor",
      input: async ({ newSharedFunnel, sql }) => {
        const { funnelId } = await newSharedFunnel();
        await sql`update shared_template set revoked_at = now() where funnel_id = ${funnelId}`;
        return { funnelId };
      },
      stranger: "refused",
    },
    [`${sharing}#saveAsFile`]: {
      who: "viewer",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${importing}#importTemplate`]: {
      who: "editor",
      input: () => ({
        file: {
          format: "funnelwright/template",
          version: 1,
          name: "From a file",
          flow: { nodes: [], edges: [], entry: { rule: "once" } },
        },
      }),
      stranger: "own",
    },
    // Whoever has the link may copy what it shows, into a workspace of their own.
    "app/(public)/t/[slug]/actions.ts#copyTemplate": {
      who: "editor",
      input: async ({ newSharedFunnel }) => ({ slug: (await newSharedFunnel()).slug }),
      stranger: "own",
    },
    [`${actions}#previewEmail`]: {
      who: "viewer",
      // Naming somebody else's funnel fills the preview with samples, as a funnel does that nobody has entered yet.
      input: async ({ newLiveFunnel }) => ({
        funnelId: (await newLiveFunnel()).funnelId,
        settings: { kind: "service", reason: "", subject: [], preview: [], body: [] },
      }),
      stranger: "own",
    },
    [`${tests}#startTest`]: {
      who: "editor",
      input: async ({ newFunnel }) => {
        const { funnelId, revision } = await newFunnel();
        return { funnelId, revision, speed: 8_640, triggerId: null };
      },
      stranger: "refused",
    },
    [`${tests}#stopTest`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId }),
      stranger: "refused",
    },
    [`${tests}#pretendInTest`]: {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId, event: "purchase" }),
      stranger: "refused",
    },
    [`${actions}#retryStuckPeople`]: {
      who: "editor",
      input: async ({ newMessage, sql }) => {
        const { funnelId } = await newMessage("held");
        await sql`update enrollment set stuck = true, failures = 5 where funnel_id = ${funnelId}`;
        return { funnelId };
      },
      stranger: "own",
    },
    [`${actions}#decideHeldMail`]: {
      who: "editor",
      input: async ({ newMessage }) => {
        const { funnelId, messageId } = await newMessage("held");
        return { funnelId, messageIds: [messageId], send: true };
      },
      stranger: "own",
    },
  },
};
