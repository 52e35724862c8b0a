import { z } from "zod";
import { buttonWithAddress, givenName, ownAddress, paragraph, systemMail, words } from "./system-mail";

export const stepNoteProps = z.strictObject({
  /** Who came to the step: a name and an address. */
  about: z.string().max(600),
  funnel: givenName,
  /** What the author of the funnel wrote to the teammate. */
  note: z.string().max(1_000),
  url: ownAddress,
});

export const stepNote = systemMail({
  props: stepNoteProps,
  PreviewProps: {
    about: "Ada Lovelace (ada@example.org)",
    funnel: "Workshop enrolment",
    note: "Please call within a day: this person asked for a quote.",
    url: "https://funnels.example.org/funnels/1/people/2",
  },
  write: ({ about, funnel, note, url }) => ({
    kind: "service",
    subject: [{ type: "text", text: `${about}: ${funnel || "a funnel"}` }],
    preview: [{ type: "text", text: note.slice(0, 200) }],
    body: [
      { type: "heading", level: 1, content: [words("Somebody came to your step")] },
      paragraph(`${about} is in “${funnel || "a funnel"}”.`),
      ...(note ? [paragraph(note)] : []),
      ...buttonWithAddress("See their path", url),
    ],
  }),
});
