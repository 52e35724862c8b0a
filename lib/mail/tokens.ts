/**
 * Placeholders of a compiled email. They stand between two noncharacters, code points that Unicode keeps
 * free for private marks like this one, and `harmless` takes those out of everything an author writes. So
 * no text can spell a placeholder, and filling, which never reads its own output again, cannot meet one in a value.
 */
const OPEN = "\uFDD0";
const CLOSE = "\uFDD1";

/**
 * What a placeholder prints. `merge:0` is the first of the email's slots, `link:<key>` the address of a link,
 * `picture:0` that of a picture. `list:0` is there when the first list has items, `more:0` when it was cut off.
 */
export type Place =
  | `merge:${number}`
  | `link:${string}`
  | `picture:${number}`
  | `list:${number}`
  | `more:${number}`
  | "pixel"
  | "unsubscribe"
  | "address";

export const placeholder = (place: Place): string => OPEN + place + CLOSE;

/** Marks around something that is printed only where `place` has an address (or words) for this person. */
export const when = (place: Place): string => `${OPEN}?${place}${CLOSE}`;
/** Opens something that is printed once for each item of the n-th list; `end` closes it. */
export const each = (list: number): string => `${OPEN}*${list}${CLOSE}`;
export const otherwise = `${OPEN}|${CLOSE}`;
export const end = `${OPEN};${CLOSE}`;

// Control characters, noncharacters, and the marks that reverse the direction of what follows them.
const HARMFUL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/;
const EVERY_HARMFUL = new RegExp(HARMFUL, "g");

/** The text without what could pass for a placeholder, break a header or turn the writing around. Keeps tab and line feed. */
export function harmless(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return HARMFUL.test(whole) ? whole.replace(EVERY_HARMFUL, "") : whole;
}

/** A compiled text, cut at its placeholders. */
export type Segment =
  | string
  | { place: Place }
  | { when: Place; shown: Segment[]; instead: Segment[] }
  | { each: number; shown: Segment[] };

/** Cuts a compiled text. Throws on marks that do not pair, which only a broken compiler writes. */
export function cut(text: string): Segment[] {
  const root: Segment[] = [];
  /** What is open: where its pieces go, and where they go after `otherwise`. */
  const stack: { branch: Segment[]; instead: Segment[] | null }[] = [{ branch: root, instead: null }];
  const open = (segment: Exclude<Segment, string | { place: Place }>) => {
    stack[stack.length - 1]!.branch.push(segment);
    stack.push({ branch: segment.shown, instead: "instead" in segment ? segment.instead : null });
  };
  for (const [index, piece] of text.split(/\uFDD0([^\uFDD1]*)\uFDD1/).entries()) {
    const top = stack[stack.length - 1]!;
    if (index % 2 === 0) {
      if (piece) top.branch.push(piece);
    } else if (piece.startsWith("?")) {
      open({ when: piece.slice(1) as Place, shown: [], instead: [] });
    } else if (piece.startsWith("*")) {
      open({ each: Number(piece.slice(1)), shown: [] });
    } else if (piece === "|") {
      if (!top.instead) throw new Error("A placeholder turns away from what was never opened.");
      top.branch = top.instead;
    } else if (piece === ";") {
      if (stack.length === 1) throw new Error("A placeholder closes what was never opened.");
      stack.pop();
    } else {
      top.branch.push({ place: piece as Place });
    }
  }
  if (stack.length !== 1) throw new Error("A placeholder is never closed.");
  return root;
}
