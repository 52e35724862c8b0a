import type { AccessTable } from "../entry";

export const settings: AccessTable = {
  pages: {
    "/settings": { who: "viewer", path: () => "/settings", stranger: "own" },
    "/settings/sending": { who: "viewer", path: () => "/settings/sending", stranger: "own" },
    "/settings/rules": { who: "viewer", path: () => "/settings/rules", stranger: "own" },
    "/settings/audiences": { who: "viewer", path: () => "/settings/audiences", stranger: "own" },
    "/settings/team": { who: "viewer", path: () => "/settings/team", stranger: "own" },
    "/settings/api": { who: "viewer", path: () => "/settings/api", stranger: "own" },
    "/settings/keys": { who: "viewer", path: () => "/settings/keys", stranger: "own" },
  },
  actions: {
    "app/(studio)/settings/actions.ts#saveWorkspace": {
      who: "owner",
      input: () => ({ name: "Changed", postalAddress: "Changed 1", timeZone: "Europe/Berlin" }),
      stranger: "own",
    },
    "app/(studio)/settings/actions.ts#saveSending": {
      who: "owner",
      input: () => ({ senderName: "Changed", senderEmail: "c@example.org", replyTo: "" }),
      stranger: "own",
    },
    "app/(studio)/settings/actions.ts#saveOpens": {
      who: "owner",
      input: () => ({ opens: "all" }),
      stranger: "own",
    },
    "app/(studio)/settings/rules/actions.ts#saveRules": {
      who: "editor",
      input: () => ({ quiet: { from: "21:00", to: "08:00" }, perDay: 2 }),
      stranger: "own",
    },
    "app/(studio)/settings/rules/actions.ts#setPriority": {
      who: "editor",
      input: async ({ newFunnel }) => ({ funnelId: (await newFunnel()).funnelId, priority: "low" }),
      stranger: "refused",
    },
    "app/(studio)/settings/sending/actions.ts#holdAllSending": {
      who: "editor",
      input: () => ({}),
      stranger: "own",
    },
    "app/(studio)/settings/sending/actions.ts#sendAgain": {
      who: "editor",
      input: () => ({ backlog: { do: "decide" } }),
      stranger: "own",
    },
    "app/(studio)/settings/sending/actions.ts#lookAtBacklog": {
      who: "editor",
      input: () => ({}),
      stranger: "own",
    },
    "app/(studio)/settings/sending/actions.ts#trySendingNow": {
      who: "owner",
      input: () => ({}),
      stranger: "own",
    },
    "app/(studio)/settings/audiences/actions.ts#makeAudienceFile": {
      who: "editor",
      input: () => ({ name: "Left a cart", file: "meta" }),
      stranger: "own",
    },
    "app/(studio)/settings/audiences/actions.ts#saveAudienceAddress": {
      who: "editor",
      input: () => ({ name: "Left a cart", url: "https://ads.example.org/hook" }),
      stranger: "own",
    },
    "app/(studio)/settings/audiences/actions.ts#tellAddressAgain": {
      who: "editor",
      input: () => ({ name: "Left a cart" }),
      stranger: "own",
    },
    "app/(studio)/settings/team/actions.ts#invite": {
      who: "owner",
      input: () => ({ email: "new@example.org", role: "editor" }),
      stranger: "own",
    },
    "app/(studio)/settings/team/actions.ts#takeBackInvitation": {
      who: "owner",
      input: async ({ newInvitation }) => ({ invitationId: (await newInvitation()).invitationId }),
      stranger: "refused",
    },
    "app/(studio)/settings/team/actions.ts#setRole": {
      who: "owner",
      input: async ({ newMember }) => ({ memberId: (await newMember()).memberId, role: "editor" }),
      stranger: "refused",
    },
    "app/(studio)/settings/team/actions.ts#remove": {
      who: "owner",
      input: async ({ newMember }) => ({ memberId: (await newMember()).memberId }),
      stranger: "refused",
    },
    "app/(studio)/settings/keys/actions.ts#makeKey": {
      who: "owner",
      input: () => ({ name: "Another" }),
      stranger: "own",
    },
    "app/(studio)/settings/keys/actions.ts#revokeKey": {
      who: "owner",
      input: async ({ newKey }) => ({ keyId: (await newKey()).keyId }),
      stranger: "refused",
    },
  },
};
