import type { ReactNode } from "react";
import { Column, Img, Row, Section, Text } from "react-email";
import type { Repeat, RepeatedBlock } from "@/lib/mail/document";
import { each, end, placeholder, when } from "@/lib/mail/tokens";
import { Inlines } from "./inlines";
import type { Letter } from "./letter";
import * as look from "./look";

/** Blocks that are printed once for each item of a list. */
export function Repeated(props: { letter: Letter; block: Repeat; children: ReactNode }) {
  const { letter, block, children } = props;
  const list = letter.list(block);
  return (
    <>
      {each(list)}
      {children}
      {end}
      {block.more.trim() ? (
        <>
          {when(`more:${list}`)}
          <Text className="soft" style={look.moreItems}>
            {block.more}
          </Text>
          {end}
        </>
      ) : null}
      {block.content.at(-1)?.type === "row" ? (
        <>
          {when(`list:${list}`)}
          <div style={look.afterItems} />
          {end}
        </>
      ) : null}
    </>
  );
}

/** One item: picture, words, and what stands at the right. An item without a picture keeps its place free. */
export function ItemRow({ letter, row }: { letter: Letter; row: Extract<RepeatedBlock, { type: "row" }> }) {
  const picture = row.picture === null ? null : letter.picture(row.picture);
  return (
    <Section className="line" style={look.itemRow}>
      <Row style={look.itemTable}>
        {picture ? (
          <Column style={look.itemPicture}>
            {when(picture)}
            <Img
              src={placeholder(picture)}
              alt=""
              width={look.ITEM_PICTURE_PX}
              style={look.itemPictureItself}
            />
            {end}
          </Column>
        ) : null}
        <Column style={look.itemCell}>
          <Text className="ink" style={look.itemWords}>
            <Inlines letter={letter} content={row.content} />
          </Text>
        </Column>
        {row.aside.length > 0 ? (
          <Column align="right" style={look.itemAside}>
            <Text className="ink" style={look.itemWords}>
              <Inlines letter={letter} content={row.aside} />
            </Text>
          </Column>
        ) : null}
      </Row>
    </Section>
  );
}
