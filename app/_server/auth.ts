import "server-only";
import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { organization } from "better-auth/plugins";
import { createAccessControl } from "better-auth/plugins/access";
import { db, type Pool } from "@/db/client";
import { forgetTurns, takeTurn } from "@/db/queries/rate-limits";
import * as schema from "@/db/schema";
import { sendSystemMail } from "@/lib/engine/system-mail";
import { env } from "@/lib/env";
import { asMemberRole } from "@/lib/member-role";
import { passwordLength } from "@/lib/password";

const access = createAccessControl({
  organization: ["update"],
  member: ["create", "update", "delete"],
  invitation: ["create", "cancel"],
});

/** What each role may do inside better-auth. Everything else asks `action` or `apiRoute`. */
const roles = {
  owner: access.newRole({
    organization: ["update"],
    member: ["create", "update", "delete"],
    invitation: ["create", "cancel"],
  }),
  editor: access.newRole({}),
  viewer: access.newRole({}),
};

const DAY_S = 24 * 60 * 60;

/** Carries the caller's address from our route to better-auth. */
export const CALLER_HEADER = "x-funnelwright-caller";

/** How long an invitation may be accepted. */
const INVITATION_S = 7 * DAY_S;
/** How long the link for a new password works. */
const RESET_S = 60 * 60;

/** Where somebody who was invited joins. The id in it is the secret. */
export const invitationUrl = (appUrl: string, invitationId: string) => `${appUrl}/invitation/${invitationId}`;

type AuthSettings = { appUrl: string; secret: string };

function makeAuth(pool: Pool, { appUrl, secret }: AuthSettings) {
  return betterAuth({
    appName: "Funnelwright",
    baseURL: appUrl,
    basePath: "/api/auth",
    secret,
    trustedOrigins: [new URL(appUrl).origin],
    telemetry: { enabled: false },
    database: drizzleAdapter(pool, { provider: "pg", schema, transaction: true }),
    emailAndPassword: {
      enabled: true,
      // Accounts are made by our own actions: first owner, invitation, or sign-up where it is allowed.
      disableSignUp: true,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: RESET_S,
      async sendResetPassword({ user, token }) {
        const url = `${appUrl}/reset-password?token=${encodeURIComponent(token)}`;
        const props = { email: user.email, url, validForMs: RESET_S * 1000 };
        await sendSystemMail({ name: "password-reset", to: user.email, props });
      },
    },
    session: { expiresIn: 30 * DAY_S, updateAge: DAY_S },
    verification: { storeIdentifier: "hashed" },
    rateLimit: {
      // On in production only, which is better-auth's default.
      storage: "database",
      window: 60,
      max: 300,
      customRules: {
        "/sign-in/email": { window: 60, max: 30 },
        "/request-password-reset": { window: 900, max: 10 },
        "/reset-password": { window: 900, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: "funnelwright",
      useSecureCookies: appUrl.startsWith("https:"),
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true },
      // Mail goes out behind the answer, so that its duration does not tell who has an account.
      backgroundTasks: {
        handler: (task) => void task.catch((error) => console.error("Work behind an answer failed.", error)),
      },
      // Set by our route alone, which knows whom to believe.
      ipAddress: { ipAddressHeaders: [CALLER_HEADER] },
    },
    hooks: {
      // A forged address header gets around the limit by address, so guesses at one account are counted as well.
      before: createAuthMiddleware(async (context) => {
        const key = guessKey(context.path, context.body);
        if (key && !(await takeTurn(pool, key, guesses))) {
          throw new APIError("TOO_MANY_REQUESTS", {
            message: "Too many attempts for this address. Wait 15 minutes, or set a new password.",
          });
        }
      }),
      after: createAuthMiddleware(async (context) => {
        const key = guessKey(context.path, context.body);
        if (key && context.context.newSession) await forgetTurns(pool, key);
      }),
    },
    plugins: [
      organization({
        ac: access,
        roles,
        creatorRole: "owner",
        allowUserToCreateOrganization: false,
        disableOrganizationDeletion: true,
        invitationExpiresIn: INVITATION_S,
        cancelPendingInvitationsOnReInvite: true,
        schema: {
          session: { fields: { activeOrganizationId: "activeWorkspaceId" } },
          organization: { modelName: "workspace" },
          member: { fields: { organizationId: "workspaceId" } },
          invitation: { fields: { organizationId: "workspaceId" } },
        },
        async sendInvitationEmail({ id, email, role, organization: workspace, inviter }) {
          const props = {
            workspaceName: workspace.name,
            inviterName: inviter.user.name,
            role: asMemberRole(role) ?? "viewer",
            url: invitationUrl(appUrl, id),
            validForMs: INVITATION_S * 1000,
          };
          await sendSystemMail({ name: "invitation", to: email, props });
        },
      }),
      // Last: hands cookies set inside a server action to Next.
      nextCookies(),
    ],
  });
}

/** Wrong passwords for one address: at most this many in a quarter of an hour. */
const guesses = { most: 10, windowMs: 15 * 60 * 1000 };

function guessKey(path: string | undefined, body: unknown): string | null {
  if (path !== "/sign-in/email" || typeof body !== "object" || body === null) return null;
  const email = "email" in body && typeof body.email === "string" ? body.email : "";
  return `guess:${email.trim().toLowerCase().slice(0, 254)}`;
}

let made: ReturnType<typeof makeAuth> | undefined;

/** Made at first use: a build imports every route without any settings. */
export function auth() {
  made ??= makeAuth(db(), authSettings());
  return made;
}

function authSettings(): AuthSettings {
  const { APP_URL, APP_SECRET } = env();
  if (APP_SECRET.length < 32) {
    throw new Error(
      "APP_SECRET must have at least 32 random characters. Make one with: openssl rand -base64 32",
    );
  }
  return { appUrl: APP_URL, secret: APP_SECRET };
}

/** The options better-auth works with, for the test that holds the tables against them. */
export const authOptions = (pool: Pool, settings: AuthSettings) => makeAuth(pool, settings).options;
