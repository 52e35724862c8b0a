import { Button, Heading, Hr, Img, Link, Text } from "react-email";
import { type Block, isWebAddress, type SingleBlock } from "@/lib/mail/document";
import { Inlines } from "./inlines";
import type { Letter } from "./letter";
import { Linked } from "./linked";
import * as look from "./look";
import { ItemRow, Repeated } from "./repeated";

/** One block of an email's body. */
export function EmailBlock({ letter, block }: { letter: Letter; block: Block | SingleBlock }) {
  switch (block.type) {
    case "repeat":
      return (
        <Repeated letter={letter} block={block}>
          {block.content.map((inner, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
            <EmailBlock key={index} letter={letter} block={inner} />
          ))}
        </Repeated>
      );
    case "row":
      return <ItemRow letter={letter} row={block} />;
    case "paragraph":
      return (
        <Text className="ink" style={{ ...look.paragraph, ...aligned(block.align) }}>
          {block.content.length > 0 ? <Inlines letter={letter} content={block.content} /> : "\u00a0"}
        </Text>
      );
    case "heading":
      return (
        <Heading
          as={`h${block.level}`}
          className="ink"
          style={{ ...look.headings[block.level], ...aligned(block.align) }}
        >
          <Inlines letter={letter} content={block.content} />
        </Heading>
      );
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List className="ink" style={look.list}>
          {block.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, never reordered
            <li key={index} style={look.listItem}>
              <Inlines letter={letter} content={item} />
            </li>
          ))}
        </List>
      );
    }
    case "quote":
      return (
        <blockquote className="soft line" style={look.quote}>
          <Inlines letter={letter} content={block.content} />
        </blockquote>
      );
    case "button":
      return (
        <Text className="ink" style={{ ...look.buttonRow, ...aligned(block.align) }}>
          <Linked letter={letter} target={block.link} instead={block.label}>
            {(href) => (
              <Button href={href} className="button" style={look.button}>
                {block.label}
              </Button>
            )}
          </Linked>
        </Text>
      );
    case "image":
      return <Picture letter={letter} block={block} />;
    case "divider":
      return <Hr className="line" style={look.divider} />;
  }
}

function Picture({ letter, block }: { letter: Letter; block: Extract<Block, { type: "image" }> }) {
  // Outlook takes the attribute for the width and knows no maximum; everything else takes the style.
  const width = Math.min(block.width ?? look.CONTENT_PX, look.CONTENT_PX);
  const picture = isWebAddress(block.src) ? (
    <Img
      src={block.src}
      alt={block.alt}
      width={width}
      className="soft"
      style={{ ...look.picture, ...(block.width ? { width: "100%", maxWidth: width } : undefined) }}
    />
  ) : (
    block.alt
  );
  return (
    <Text className="ink" style={look.paragraph}>
      {block.link === undefined ? (
        picture
      ) : (
        <Linked letter={letter} target={block.link} instead={picture}>
          {(href) => (
            <Link href={href} className="link" style={look.link}>
              {picture}
            </Link>
          )}
        </Linked>
      )}
    </Text>
  );
}

const aligned = (align: "left" | "center" | undefined) =>
  align === "center" ? ({ textAlign: "center" } as const) : undefined;
