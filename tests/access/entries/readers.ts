import type { AccessTable } from "../entry";

const because =
  "It is for readers of mail and visitors of forms, who have no account. The token is the authority.";

export const readers: AccessTable = {
  pages: {
    "/t/[slug]": {
      who: "anybody",
      because: "A funnel that an editor has shared is for whoever has the link. The link is the secret.",
      path: () => "/t/guessed",
    },
    "/f/[slug]": { who: "anybody", because, path: () => "/f/guessed" },
    "/c/[token]/closed": { who: "anybody", because, path: () => "/c/guessed/closed" },
    "/u/[token]": { who: "anybody", because, path: () => "/u/guessed" },
  },
  routes: {
    "GET /t/[slug]/emails/[nodeId]": {
      who: "anybody",
      because,
      calls: () => [
        { path: "/t/guessed/emails/email-1", status: 404 },
        { path: `/t/${"A".repeat(22)}/emails/email-1`, status: 404 },
      ],
    },
    "POST /f/[slug]/submit": {
      who: "anybody",
      because,
      calls: () => [{ path: "/f/guessed/submit", form: { email: "anna@example.org" }, status: 404 }],
    },
    "GET /c/[token]": {
      who: "anybody",
      because,
      calls: () => [
        { path: "/c/guessed", status: 404 },
        { path: "/c/guessed?url=https://evil.example", status: 404 },
      ],
    },
    "HEAD /c/[token]": { who: "anybody", because, calls: () => [{ path: "/c/guessed", status: 404 }] },
    "GET /o/[token]": { who: "anybody", because, calls: () => [{ path: "/o/guessed", status: 200 }] },
    "HEAD /o/[token]": { who: "anybody", because, calls: () => [{ path: "/o/guessed", status: 200 }] },
    "POST /api/webhooks/resend": {
      who: "anybody",
      because:
        "It is for Resend, whose signature over the body is the authority. Without a secret it is closed.",
      calls: () => [{ path: "/api/webhooks/resend", json: { type: "email.delivered" }, status: 404 }],
    },
    "POST /api/hooks/[slug]": {
      who: "anybody",
      because: "It is for other services: their signature, or the secret they carry, is the authority.",
      calls: () => [{ path: "/api/hooks/guessed", json: { email: "anna@example.org" }, status: 404 }],
    },
    "POST /u/[token]/answer": {
      who: "anybody",
      because,
      calls: () => [
        { path: "/u/guessed/answer", form: { "List-Unsubscribe": "One-Click" }, status: 404 },
        { path: "/u/guessed", form: { "List-Unsubscribe": "One-Click" }, status: 404 },
      ],
    },
  },
};
