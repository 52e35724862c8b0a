import { Fragment, type ReactNode } from "react";
import { Link } from "react-email";
import type { Inline } from "@/lib/mail/document";
import { runs } from "@/lib/mail/links";
import type { Letter } from "./letter";
import { Linked } from "./linked";
import * as look from "./look";

/** A line of text with its marks, merge tags and links. */
export function Inlines({ letter, content }: { letter: Letter; content: readonly Inline[] }) {
  return runs(content).map((run, index) => {
    const words = run.parts.map((part, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
      <Piece key={at} letter={letter} part={part} />
    ));
    if (run.link === undefined) {
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
      return <Fragment key={index}>{words}</Fragment>;
    }
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
      <Linked key={index} letter={letter} target={run.link} instead={words}>
        {(href) => (
          <Link href={href} className="link" style={look.link}>
            {words}
          </Link>
        )}
      </Linked>
    );
  });
}

function Piece({ letter, part }: { letter: Letter; part: Inline }): ReactNode {
  if (part.type === "break") return <br />;
  let words: ReactNode = part.type === "text" ? part.text : letter.merge(part);
  if (part.underline) words = <u>{words}</u>;
  if (part.italic) words = <em>{words}</em>;
  if (part.bold) words = <strong>{words}</strong>;
  return words;
}
