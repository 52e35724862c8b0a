"use client";

import { useState } from "react";

/** `before`: the value when they began; `left`: the value when they left the field. */
type Typing<V> = { text: string; before: V; left?: { value: V } };

/**
 * The text of a field that only keeps what parses. What does not parse stays in the field after it was left, and gives way
 * to Undo and to whatever else changes the value.
 */
export function useTyped<V>(value: V) {
  const [typing, setTyping] = useState<Typing<V> | null>(null);
  const typed = typing?.left === undefined || Object.is(typing.left.value, value) ? typing : null;
  /** What it goes back to while the text does not parse: the half of it that did is not what they wanted. */
  const before = typed === null ? value : typed.before;
  return {
    /** Null: they have typed nothing that is not kept. */
    text: typed?.text ?? null,
    before,
    /** They have gone on, and what they typed still stands there. */
    left: typed?.left !== undefined,
    type: (text: string) => setTyping({ text, before }),
    leave: (unfit: boolean) => setTyping(typed && unfit ? { ...typed, left: { value } } : null),
  };
}
