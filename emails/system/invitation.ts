import { z } from "zod";
import { sayDuration } from "@/lib/time/duration";
import { buttonWithAddress, givenName, ownAddress, paragraph, systemMail, words } from "./system-mail";

const MAY: Record<"owner" | "editor" | "viewer", string> = {
  owner: "As an owner you can do everything, settings and team included.",
  editor: "As an editor you can draw, publish and pause funnels.",
  viewer: "As a viewer you can look at everything and change nothing.",
};

export const invitationProps = z.strictObject({
  workspaceName: givenName,
  inviterName: givenName,
  role: z.enum(["owner", "editor", "viewer"]),
  url: ownAddress,
  /** How long `url` works. */
  validForMs: z.int().positive(),
});

export const invitation = systemMail({
  props: invitationProps,
  PreviewProps: {
    workspaceName: "Trail & Co.",
    inviterName: "Maria Lindqvist",
    role: "editor",
    url: "https://funnels.example.org/invitation/7b20aa",
    validForMs: 172_800_000,
  },
  write({ workspaceName, inviterName, role, url, validForMs }) {
    const who = inviterName || "A colleague";
    const where = workspaceName ? `the workspace “${workspaceName}”` : "a workspace";
    return {
      kind: "service",
      subject: [{ type: "text", text: `${who} invites you to ${workspaceName || "a workspace"}` }],
      preview: [{ type: "text", text: MAY[role] }],
      body: [
        { type: "heading", level: 1, content: [words("You are invited")] },
        paragraph(`${who} invites you to ${where} in Funnelwright. ${MAY[role]}`),
        ...buttonWithAddress("Accept the invitation", url),
        paragraph(
          `The invitation is open for ${sayDuration(validForMs)}. If you did not expect it, do nothing.`,
        ),
      ],
    };
  },
});
