import { z } from "zod";
import { LONGEST_NAME } from "@/lib/flow/copy-name";
import { type Flow, strictFlow } from "@/lib/flow/flow";
import { nameOf } from "@/lib/flow/names";
import { isStorable } from "@/lib/json";
import { definitionFor } from "@/lib/nodes/definitions";
import { ok, type Problem, problem, type Result } from "@/lib/result";
import { isCarried, type SharedTemplate } from "./share";

export const FORMAT = "funnelwright/template";
/** Grows when an older Funnelwright could no longer read what is written. Settings that were added do not count. */
export const VERSION = 1;
/** Most a file may weigh, in bytes: a little under what a server action takes. */
export const LARGEST_FILE = 1_000_000;

/** The file of a template as text: readable, unless only the short form fits. */
export function templateFile({ name, flow }: SharedTemplate): string {
  const file = { format: FORMAT, version: VERSION, name, flow };
  const readable = `${JSON.stringify(file, null, 2)}\n`;
  return bytesOf(readable) <= LARGEST_FILE ? readable : JSON.stringify(file);
}

/** "Welcome series" → "Welcome-series.funnel.json". */
export function fileNameOf(name: string): string {
  const words = name
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return `${words.toWellFormed() || "funnel"}.funnel.json`;
}

type Unreadable = Problem<"too-large" | "not-a-template" | "newer" | "damaged">;

/** Reads the text of a file. Every refusal is a sentence for whoever chose it. */
export function readTemplateFile(text: string): Result<SharedTemplate, Unreadable["problem"]> {
  if (text.length > LARGEST_FILE || bytesOf(text) > LARGEST_FILE) {
    return tooLarge();
  }
  try {
    return readTemplate(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return notATemplate();
  }
}

/** Reads what a file holds. Nothing of it is trusted: shape, sizes, drawing and every address are looked at. */
export function readTemplate(raw: unknown): Result<SharedTemplate, Unreadable["problem"]> {
  const head = envelope.safeParse(raw);
  if (!head.success) return notATemplate();
  if (head.data.version > VERSION) {
    return problem(
      "newer",
      "This file comes from a newer version of Funnelwright. Update this one, then try again.",
    );
  }
  const read = document.safeParse(raw);
  if (!read.success) return problem("damaged", sentenceOf(read.error.issues[0], raw));
  const { name, flow } = read.data;
  const refused = refusedAddress(flow);
  return refused ? problem("damaged", refused) : ok({ name, flow });
}

const envelope = z.looseObject({ format: z.literal(FORMAT), version: z.int().min(1) });

const document = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  name: z
    .string()
    .trim()
    .min(1, "The funnel in this file has no name.")
    .max(LONGEST_NAME, `The name of the funnel in this file is longer than ${LONGEST_NAME} characters.`)
    .refine(isStorable, "The name of the funnel holds a character that cannot be kept."),
  flow: strictFlow,
});

export const tooLarge = () =>
  problem("too-large", "This file is larger than 1 MB. No funnel is; choose another file.");

const notATemplate = () =>
  problem(
    "not-a-template",
    "This is not a funnel that was saved as a file. Choose one that Funnelwright has saved.",
  );

/** The first address that no email may carry, such as one that runs a program. */
function refusedAddress(flow: Flow): string | null {
  let refused: string | null = null;
  for (const { id, type, data } of flow.nodes) {
    definitionFor(type).readdress?.(data, (address, of) => {
      if (!isCarried(address, of)) {
        const what = of === "link" ? "A link in" : "The address of a picture in";
        refused ??= `${what} “${nameOf(flow, id)}” is “${shortened(address)}”, which no email may carry.`;
      }
      return address;
    });
  }
  return refused;
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** What zod says by itself is for programmers. */
const ITS_OWN_WORDS = /^(Invalid|Too|Unrecognized|Expected)/;

function sentenceOf(issue: z.core.$ZodIssue | undefined, raw: unknown): string {
  const where = stepAt(issue?.path ?? [], raw);
  if (issue?.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => `“${shortened(key)}”`).join(", ");
    return `${where} holds ${keys}, which this version of Funnelwright does not know. The file was changed by hand, or comes from a newer version.`;
  }
  if (issue?.code === "invalid_union" && issue.path.length === 4 && issue.path[3] === "type") {
    return `${where} is of a kind that this version of Funnelwright does not know.`;
  }
  const message = issue?.message ?? "";
  if (message && !ITS_OWN_WORDS.test(message)) return message;
  return `${where} cannot be read. The file is damaged, or it was changed by hand.`;
}

/** "Step 3, “Welcome”,", for as much of it as the file says. */
function stepAt(path: readonly PropertyKey[], raw: unknown): string {
  const [, list, index] = path;
  if (list === "edges") return `Line ${Number(index) + 1}`;
  if (list !== "nodes" || typeof index !== "number") return "This file";
  const named = z.object({ data: z.object({ name: z.string() }) });
  const step = (raw as { flow: { nodes: unknown[] } }).flow.nodes[index];
  const name = named.safeParse(step).data?.data.name.trim();
  return name ? `Step ${index + 1}, “${shortened(name)}”,` : `Step ${index + 1}`;
}

/** Of a text in UTF-8; half a pair counts as the sign that stands in for it. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).byteLength;
