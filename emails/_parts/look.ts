import type { CSSProperties } from "react";

/** Mail programs read inline styles; the classes exist for dark mode alone. */
export const CONTENT_PX = 552;
export const COLUMN_PX = 600;

// Multi-word names stay unquoted: quotes inside a style attribute break older mail programs.
const fontFamily = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif";

const INK = "#211f1b";
const SOFT = "#68635b";
const ACCENT = "#11585c";
const LINE = "#e3dfd8";

export const page: CSSProperties = {
  margin: 0,
  padding: 0,
  backgroundColor: "#ffffff",
  color: INK,
  fontFamily,
};
// Fixed, because a table otherwise grows with a wide picture or a long word and the phone scrolls sideways.
const fixed: CSSProperties = { width: "100%", tableLayout: "fixed", overflowWrap: "break-word" };
export const column: CSSProperties = { ...fixed, maxWidth: COLUMN_PX, margin: "0 auto" };
export const content: CSSProperties = { ...fixed, padding: "32px 24px 8px" };

const words: CSSProperties = { color: INK, fontFamily, fontSize: 16, lineHeight: "26px" };
export const paragraph: CSSProperties = { ...words, margin: "0 0 18px" };
export const list: CSSProperties = { ...words, margin: "0 0 18px", paddingLeft: 26 };
export const listItem: CSSProperties = { margin: "0 0 6px" };
export const quote: CSSProperties = {
  ...words,
  margin: "0 0 18px",
  padding: "2px 0 2px 16px",
  borderLeft: `3px solid ${LINE}`,
  color: SOFT,
};

const heading: CSSProperties = { color: INK, fontFamily, fontWeight: 600 };
export const headings: Record<1 | 2 | 3, CSSProperties> = {
  1: { ...heading, margin: "8px 0 16px", fontSize: 28, lineHeight: "34px" },
  2: { ...heading, margin: "26px 0 12px", fontSize: 21, lineHeight: "28px" },
  3: { ...heading, margin: "22px 0 8px", fontSize: 17, lineHeight: "24px" },
};

export const link: CSSProperties = { color: ACCENT, textDecoration: "underline" };
export const buttonRow: CSSProperties = { ...words, margin: "6px 0 24px" };
export const button: CSSProperties = {
  backgroundColor: ACCENT,
  borderRadius: 6,
  color: "#ffffff",
  fontFamily,
  fontSize: 16,
  fontWeight: 600,
  lineHeight: "22px",
  padding: "12px 22px",
  textAlign: "center",
  textDecoration: "none",
};
export const picture: CSSProperties = {
  display: "block",
  maxWidth: "100%",
  height: "auto",
  border: 0,
  // A picture that is not shown prints its description in these.
  color: SOFT,
  fontFamily,
  fontSize: 14,
  lineHeight: "20px",
};
/** A row of a list of items. */
export const ITEM_PICTURE_PX = 64;
export const itemRow: CSSProperties = { ...fixed, borderBottom: `1px solid ${LINE}` };
export const itemTable: CSSProperties = { ...fixed };
const itemSpace = "12px 0";
export const itemPicture: CSSProperties = {
  width: ITEM_PICTURE_PX + 16,
  padding: itemSpace,
  verticalAlign: "middle",
};
export const itemPictureItself: CSSProperties = {
  display: "block",
  width: ITEM_PICTURE_PX,
  maxWidth: "100%",
  height: "auto",
  borderRadius: 6,
  border: 0,
};
export const itemCell: CSSProperties = { padding: itemSpace, verticalAlign: "middle" };
export const itemAside: CSSProperties = {
  width: 116,
  padding: "12px 0 12px 12px",
  textAlign: "right",
  verticalAlign: "middle",
};
export const itemWords: CSSProperties = { ...words, lineHeight: "24px", margin: 0 };
export const moreItems: CSSProperties = { ...words, margin: "12px 0 0", color: SOFT };
export const afterItems: CSSProperties = { height: 18, lineHeight: "18px", fontSize: 1 };
export const divider: CSSProperties = { border: 0, borderTop: `1px solid ${LINE}`, margin: "26px 0" };

export const footer: CSSProperties = { ...fixed, padding: "0 24px 32px" };
export const small: CSSProperties = {
  color: SOFT,
  fontFamily,
  fontSize: 13,
  lineHeight: "20px",
  margin: "0 0 6px",
};
export const quietLink: CSSProperties = { color: SOFT, textDecoration: "underline" };

/** For programs that follow the reader's dark mode; the others keep the light colours or turn them themselves. */
export const darkMode = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
.page, .page td { background-color: #171513 !important; }
.ink { color: #ece8e1 !important; }
.soft { color: #aaa49a !important; }
.link { color: #7fc6c6 !important; }
.button { background-color: #7fc6c6 !important; color: #10282a !important; }
.line { border-color: #3a362f !important; }
}`;

/** Outlook on Windows falls back to a serif for the system font, and lets the column run over the window's width. */
export const outlookStyle =
  "<!--[if mso]><style>body,table,td,p,a,li,h1,h2,h3,span{font-family:Arial,sans-serif !important}</style><![endif]-->";
export const outlookColumn = {
  opens: `<!--[if mso]><table role="presentation" align="center" width="${COLUMN_PX}" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->`,
  closes: "<!--[if mso]></td></tr></table><![endif]-->",
};
export const pixel: CSSProperties = { display: "block", width: 1, height: 1, border: 0 };
