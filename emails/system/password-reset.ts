import { z } from "zod";
import { sayDuration } from "@/lib/time/duration";
import { buttonWithAddress, ownAddress, paragraph, systemMail, words } from "./system-mail";

export const passwordResetProps = z.strictObject({
  /** The account the new password is for. */
  email: z.email().max(254),
  url: ownAddress,
  /** How long `url` works. */
  validForMs: z.int().positive(),
});

export const passwordReset = systemMail({
  props: passwordResetProps,
  PreviewProps: {
    email: "maria@example.org",
    url: "https://funnels.example.org/reset-password/2f9c1e",
    validForMs: 3_600_000,
  },
  write: ({ email, url, validForMs }) => ({
    kind: "service",
    subject: [{ type: "text", text: "Choose a new password" }],
    preview: [{ type: "text", text: `The button in this email works for ${sayDuration(validForMs)}.` }],
    body: [
      { type: "heading", level: 1, content: [words("Choose a new password")] },
      paragraph(
        `Somebody, hopefully you, asked for a new password for ${email}. The button works once, for ${sayDuration(validForMs)}.`,
      ),
      ...buttonWithAddress("Choose a new password", url),
      paragraph("If it was not you, do nothing. Your password stays as it is."),
    ],
  }),
});
