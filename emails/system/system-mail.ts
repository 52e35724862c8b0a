import { z } from "zod";
import type { Block, Inline } from "@/lib/mail/document";
import { isAdvertisement } from "@/lib/mail/merge";
import type { Written } from "../compile";

type Template<Props extends z.ZodType> = {
  props: Props;
  /** Believable props, for tests and the gallery. */
  PreviewProps: z.input<Props>;
  write(props: z.output<Props>): Written;
};

/** A mail the app itself sends to somebody who uses it. It never enters a workspace's inbox. */
export const systemMail = <Props extends z.ZodType>(template: Template<Props>) => ({
  ...template,
  /** The mail for these props. Throws a ZodError on props the schema refuses. */
  writtenFor: (props: unknown): Written => template.write(template.props.parse(props)),
});

/** Where a button of ours leads. */
export const ownAddress = z.url({ protocol: /^https?$/ }).max(2_048);

/**
 * A name somebody chose and a stranger will read. Empty when it would lend our mail to an advertiser.
 */
export const givenName = z
  .string()
  .trim()
  .max(200)
  .transform((name) => (isAdvertisement(name) ? "" : name));

export const words = (text: string): Inline => ({ type: "text", text });
export const paragraph = (...content: (string | Inline)[]): Block => ({
  type: "paragraph",
  content: content.map((part) => (typeof part === "string" ? words(part) : part)),
});

/** A button, and its address in full for whom the button does not work. */
export const buttonWithAddress = (label: string, url: string): Block[] => [
  { type: "button", label, link: url },
  paragraph("If the button does not work, open this address: ", { type: "text", text: url, link: url }),
];
