import { auth, CALLER_HEADER } from "@/app/_server/auth";
import { callerAddress } from "@/app/_server/caller-may";
import { isSameOrigin } from "@/app/_server/same-origin";
import { env } from "@/lib/env";

/**
 * The few entrances of better-auth that our own pages use. Everything else it could do (signing up, changing
 * teams, deleting accounts) happens in our actions, or not at all, and is not reachable from outside.
 */
const entrances = new Set([
  "/api/auth/sign-in/email",
  "/api/auth/request-password-reset",
  "/api/auth/reset-password",
]);

export async function POST(request: Request): Promise<Response> {
  // Compared as it came: a doubled slash or an encoded letter is another path, and there is nothing there.
  if (!entrances.has(new URL(request.url).pathname)) return new Response(null, { status: 404 });
  if (!isSameOrigin(request.headers)) {
    return Response.json({ message: `Open the app at ${env().APP_URL} and try again.` }, { status: 403 });
  }
  const headers = new Headers(request.headers);
  headers.set(CALLER_HEADER, callerAddress(headers));
  return auth().handler(new Request(request, { headers }));
}
