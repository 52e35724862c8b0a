import { Body, Container, Head, Html, Img, Section } from "react-email";
import type { Line } from "@/lib/mail/document";
import { end, placeholder, when } from "@/lib/mail/tokens";
import { EmailBlock } from "./_parts/blocks";
import { Footer } from "./_parts/footer";
import type { Letter } from "./_parts/letter";
import * as look from "./_parts/look";
import { Preheader } from "./_parts/preheader";

/** An author's email as HTML with placeholders, around it what every email carries: preview text, footer, pixel. */
export function FunnelEmail({ letter }: { letter: Letter }) {
  const line = (parts: Line) =>
    parts.map((part) => (part.type === "text" ? part.text : letter.merge(part))).join("");
  return (
    // Nobody asks the author for a language, and a wrong one makes screen readers mispronounce every word.
    <Html lang="">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{line(letter.subject)}</title>
        <style>{look.darkMode}</style>
      </Head>
      <Body className="page" lang="" style={look.page}>
        {letter.preview.length > 0 ? <Preheader text={line(letter.preview)} /> : null}
        <Container style={look.column}>
          <Section style={look.content} dir="auto">
            {letter.body.map((block, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
              <EmailBlock key={index} letter={letter} block={block} />
            ))}
          </Section>
          <Footer kind={letter.kind} />
        </Container>
        {when("pixel")}
        <Img src={placeholder("pixel")} alt="" width="1" height="1" style={look.pixel} />
        {end}
      </Body>
    </Html>
  );
}
