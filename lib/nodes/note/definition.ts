import { z } from "zod";
import type { NodeDefinition } from "../contract";

export const LONGEST_NOTE = 2_000;

export const noteSettings = z.strictObject({
  name: z.string().trim().max(60).optional(),
  text: z.string().trim().max(LONGEST_NOTE, `A note has at most ${LONGEST_NOTE} characters.`).default(""),
});
export type NoteSettings = z.output<typeof noteSettings>;

export const note = {
  type: "note",
  label: "Note",
  hint: "For you and your team",
  icon: "sticky-note",
  group: "time",
  runs: false,
  settings: noteSettings,
  initial: () => noteSettings.parse({}),
  exits: () => [],
  summary: (settings) => settings.text || "Write something down",
  unsubscribed: () => "way",
  goesAlong: { name: true, text: true },
  reads: () => [],
  // Nobody ever stands at a note: no line leads to it. Whoever was put there by hand leaves.
  visit: (_settings, at) => ({
    answer: "end",
    reason: "finished",
    because: { v: 1, why: "end", items: [{ topic: "clock", at: at.arrivedAt }] },
  }),
  tells: () => "Came to a note, where nothing happens.",
} satisfies NodeDefinition<"note", NoteSettings>;
