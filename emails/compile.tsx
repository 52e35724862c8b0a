import "server-only";
import { createHash } from "node:crypto";
import { render } from "react-email";
import type { CompiledEmail } from "@/lib/mail/compiled";
import { harmless } from "@/lib/mail/tokens";
import type { EmailSettings } from "@/lib/nodes/email/definition";
import { type Letter, letterOf } from "./_parts/letter";
import { outlookColumn, outlookStyle } from "./_parts/look";
import { FunnelEmail } from "./funnel-email";
import { plainText } from "./plain-text";

export type Written = Pick<Letter, "kind" | "subject" | "preview" | "body">;

/**
 * Everything about an email but the person, once per published version: rendered by React Email to HTML and
 * written to plain text, with placeholders for `fillEmail`. The same words give the same hash.
 */
export async function compileEmail(settings: EmailSettings | Written): Promise<CompiledEmail> {
  const letter = letterOf(cleaned(settings));
  const html = withOutlook(await render(<FunnelEmail letter={letter} />));
  const content = {
    kind: letter.kind,
    subject: letter.subject,
    preview: letter.preview,
    html,
    text: plainText(letter),
    slots: letter.slots,
    links: [...letter.links],
    // Left away where there are none, so that an email without them keeps the hash it always had.
    ...(letter.lists.length > 0 ? { lists: letter.lists } : {}),
    ...(letter.pictures.length > 0 ? { pictures: letter.pictures } : {}),
  };
  return { hash: createHash("sha256").update(JSON.stringify(content)).digest("hex"), ...content };
}

/** Every string an author wrote, wherever it stands, so that none can pass for a placeholder. */
const cleaned = ({ kind, subject, preview, body }: Written): Written =>
  JSON.parse(
    JSON.stringify({ kind, subject, preview, body }, (_key, value: unknown) =>
      typeof value === "string" ? harmless(value) : value,
    ),
  ) as Written;

/** Without React's own comments, and with those that only Outlook reads. An author's text holds no `<` here. */
const withOutlook = (html: string): string =>
  html
    .replace(/<!--(?: |\$|\/\$|html|head|body)-->/g, "")
    .replace("</head>", () => `${outlookStyle}</head>`)
    .replace(/(<body[^>]*>)/, (body) => body + outlookColumn.opens)
    .replace("</body>", () => `${outlookColumn.closes}</body>`);
