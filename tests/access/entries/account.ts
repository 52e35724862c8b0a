import type { AccessTable } from "../entry";

const because = "Somebody who is not signed in yet must get here.";

const newAccount = {
  name: "Mallory",
  email: "mallory@example.org",
  password: "long enough to be one",
  workspaceName: "Mallory",
};

export const account: AccessTable = {
  pages: {
    "/": { who: "viewer", path: () => "/", stranger: "own" },
    "/sign-in": { who: "anybody", because, path: () => "/sign-in" },
    "/sign-up": { who: "anybody", because, path: () => "/sign-up" },
    "/forgot-password": { who: "anybody", because, path: () => "/forgot-password" },
    "/reset-password": { who: "anybody", because, path: () => "/reset-password?token=guessed" },
    "/welcome": { who: "anybody", because, path: () => "/welcome" },
    "/no-workspace": {
      who: "anybody",
      because: "It says to somebody without a workspace that they have none.",
      path: () => "/no-workspace",
    },
    "/invitation/[id]": {
      who: "anybody",
      because: "The id in the link is the secret.",
      path: () => "/invitation/guessed",
    },
  },
  routes: {
    "POST /api/auth/[...all]": {
      who: "anybody",
      because,
      calls: ({ baseUrl, victim }) => {
        const to = (path: string, json: unknown, status: number, origin: string | null = baseUrl) => ({
          path: `/api/auth/${path}`,
          json,
          status,
          ...(origin === null ? {} : { headers: { origin } }),
        });
        const wrong = { email: "owner@funnelwright.localhost", password: "not the password" };
        return [
          to("sign-in/email", wrong, 401),
          to("sign-in/email", wrong, 403, null),
          to("sign-in/email", wrong, 403, "null"),
          to("sign-in/email", wrong, 403, "https://evil.example"),
          to("reset-password", { token: "guessed", newPassword: "long enough to be one" }, 400),
          to("request-password-reset", { email: "nobody@example.org" }, 200),
          to("sign-up/email", newAccount, 404),
          // Next leads a doubled slash to the single one.
          to("//sign-up/email", newAccount, 308),
          to("sign-up%2Femail", newAccount, 404),
          to("delete-user", {}, 404),
          to("update-user", { name: "Mallory" }, 404),
          to("organization/create", { name: "Mallory", slug: "mallory" }, 404),
          to("organization/set-active", { organizationId: victim }, 404),
          to(
            "organization/invite-member",
            { email: "m@example.org", role: "owner", organizationId: victim },
            404,
          ),
        ];
      },
    },
    "GET /api/health": {
      who: "anybody",
      because: "The runner and load balancers ask whether the app works. It tells nothing else.",
      calls: () => [{ path: "/api/health", status: 200 }],
    },
  },
  actions: {
    "app/(public)/sign-up/actions.ts#signUp": {
      who: "anybody",
      because,
      input: () => newAccount,
      answers: { problem: "not-allowed" },
    },
    "app/(public)/welcome/actions.ts#createOwner": {
      who: "anybody",
      because,
      input: () => newAccount,
      answers: { problem: "exists" },
    },
    "app/(public)/invitation/[id]/actions.ts#createInvitedAccount": {
      who: "anybody",
      because,
      input: () => ({ invitationId: "guessed", name: "Mallory", password: newAccount.password }),
      answers: { problem: "gone" },
    },
    "app/(public)/invitation/[id]/actions.ts#acceptInvitation": {
      who: "anybody",
      because: "Somebody who is signed in may join a workspace that they are not in.",
      input: async ({ newInvitation }) => ({ invitationId: (await newInvitation()).invitationId }),
      answers: { problem: "signed-out" },
    },
    "app/_server/shell-actions.ts#signOut": {
      who: "anybody",
      because: "It ends the session of whoever calls it.",
      input: () => undefined,
      answers: { goesTo: "/sign-in" },
    },
    "app/_server/shell-actions.ts#switchWorkspace": {
      who: "anybody",
      because: "It chooses among the caller's own workspaces, and sends somebody without a session away.",
      input: ({ victim }) => victim,
      answers: { goesTo: "/sign-in" },
    },
  },
};
