import "server-only";
import { createHmac } from "node:crypto";

/**
 * What a workspace's web calls are signed with, as Standard Webhooks writes it. Made from the app's own secret, so that
 * nothing lies in the database that could be stolen from there.
 */
export const webhookSecretFrom =
  (appSecret: string) =>
  (workspaceId: string): string =>
    `whsec_${createHmac("sha256", appSecret).update(`webhook:${workspaceId}`).digest("base64")}`;
