import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";

/**
 * Puts security headers on every answer, and tells pages their nonce and their path. It decides nothing about who
 * may do what: pages, actions and routes each ask for themselves.
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-path", request.nextUrl.pathname + request.nextUrl.search);
  // Next finds the nonce for its own scripts in here.
  headers.set("content-security-policy", policy);
  const response = isOneClick(request)
    ? NextResponse.rewrite(new URL(`${request.nextUrl.pathname}/answer`, request.url), {
        request: { headers },
      })
    : NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of fixedHeaders) response.headers.set(name, value);
  // Whoever has the link may look; nobody finds it by searching.
  if (request.nextUrl.pathname.startsWith("/t/")) response.headers.set("x-robots-tag", "noindex, nofollow");
  if (env().APP_URL.startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=31536000");
  }
  return response;
}

/** A mailbox posts to the very address that people open, which is a page: https://www.rfc-editor.org/rfc/rfc8058#section-3.1 */
const isOneClick = ({ method, nextUrl }: NextRequest) =>
  method === "POST" && /^\/u\/[^/]+$/.test(nextUrl.pathname);

const fixedHeaders = [
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  // Addresses hold tokens (invitations, unsubscribing): other sites see none of it.
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"],
] as const;

const developing = process.env.NODE_ENV === "development";

function contentSecurityPolicy(nonce: string): string {
  const { origin } = new URL(env().APP_URL);
  return [
    "default-src 'self'",
    // React's development build maps stacks with eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${developing ? " 'unsafe-eval'" : ""}`,
    // Canvas, menus and toasts set styles by script, and mail in the test inbox, a srcdoc frame, brings its own.
    "style-src 'self' 'unsafe-inline'",
    // Pictures of authors may come from anywhere; ours by name, for frames whose own origin is opaque.
    `img-src 'self' ${origin} https: data: blob:`,
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = { matcher: ["/((?!_next/static|_next/image|favicon.svg|logo.svg).*)"] };
