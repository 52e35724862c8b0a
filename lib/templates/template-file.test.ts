import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFlow } from "@/lib/flow/arbitrary";
import { type Flow, strictFlow } from "@/lib/flow/flow";
import { drawing, end, mail, onForm } from "@/tests/engine/drawings";
import { type SharedTemplate, sharedTemplate } from "./share";
import { fileNameOf, LARGEST_FILE, readTemplate, readTemplateFile, templateFile } from "./template-file";

const origin = "https://funnels.mill.example";
const flow = drawing({ t: onForm(), hello: mail("Hello", { name: "Greeting" }), bye: end() }, [
  "t > hello > bye",
]);
const template = sharedTemplate({ name: "Welcome", flow }, { origin });

type Loose = {
  [key: string]: unknown;
  flow: { [key: string]: unknown; nodes: Record<string, unknown>[]; edges: Record<string, unknown>[] };
};
/** The file as an object, changed by hand. */
function changed(change: (file: Loose) => void): unknown {
  const file = JSON.parse(templateFile(template)) as Loose;
  change(file);
  return file;
}
const dataOf = (file: Loose, index: number) => file.flow.nodes[index]?.data as Record<string, unknown>;
const readChanged = (change: (file: Loose) => void) => readTemplateFile(JSON.stringify(changed(change)));

describe("a file that was saved", () => {
  test("is read as what was shared, whatever is drawn", () => {
    fc.assert(
      fc.property(anyFlow(), fc.string({ unit: "grapheme", maxLength: 60 }), (drawn, name) => {
        const shared = sharedTemplate({ name: name.replaceAll("\0", ""), flow: drawn }, { origin });
        expect(readTemplateFile(templateFile(shared))).toEqual({ ok: true, value: shared });
      }),
      { numRuns: 200 },
    );
  });

  test("is read from an editor that puts a mark in front", () => {
    expect(readTemplateFile(`\uFEFF${templateFile(template)}`)).toEqual({ ok: true, value: template });
  });

  test("of a thousand steps is small enough to be read again", () => {
    const steps = Object.fromEntries(Array.from({ length: 999 }, (_, at) => [`s${at}`, mail("Hello")]));
    const large = drawing({ t: onForm(), ...steps }, [["t", ...Object.keys(steps)].join(" > ")]);
    const file = templateFile(sharedTemplate({ name: "Large", flow: large }, { origin }));
    expect(new TextEncoder().encode(file).byteLength).toBeLessThanOrEqual(LARGEST_FILE);
    expect(readTemplateFile(file).ok).toBe(true);
  });
});

test.each([
  ["Welcome series", "Welcome-series.funnel.json"],
  ["../../etc/passwd", "etc-passwd.funnel.json"],
  ["ようこそ 🎉", "ようこそ.funnel.json"],
  ["🎉", "funnel.funnel.json"],
  [`${"x".repeat(59)}𠮷`, `${"x".repeat(59)}\uFFFD.funnel.json`],
])("a file of “%s” is called %s", (name, file) => {
  expect(fileNameOf(name)).toBe(file);
});

describe("refused with a sentence", () => {
  const secret: [string, (file: Loose) => void, RegExp][] = [
    ["another format", (file) => (file.format = "other"), /not a funnel/],
    [
      "a newer version",
      (file) => Object.assign(file, { version: 2, flow: "new" }),
      /newer version of Funnelwright/,
    ],
    ["no version", (file) => delete file.version, /not a funnel/],
    ["an older version than there is", (file) => (file.version = 0), /not a funnel/],
    ["a key beside", (file) => (file.owner = "me"), /“owner”/],
    ["no name", (file) => (file.name = "  "), /no name/],
    ["a long name", (file) => (file.name = "x".repeat(121)), /longer than 120/],
    ["NUL in the name", (file) => (file.name = "a\0b"), /cannot be kept/],
    ["half a sign in the name", (file) => (file.name = "\uD83D"), /cannot be kept/],
    ["NUL in a text", (file) => (dataOf(file, 2).reason = "a\0b"), /cannot be kept/],
    ["half a sign in a text", (file) => (dataOf(file, 2).reason = "\uDC00"), /cannot be kept/],
    [
      "a setting that is not known",
      (file) => (dataOf(file, 1).bcc = "me"),
      /Step 2, “Greeting”, holds “bcc”/,
    ],
    ["a setting of another kind", (file) => (dataOf(file, 1).kind = 7), /Step 2, “Greeting”, cannot be read/],
    [
      "a step's place that is none",
      (file) => (file.flow.nodes[0]!.position = { x: 1e7, y: 0 }),
      /Step 1 cannot/,
    ],
    ["a key on a step", (file) => (file.flow.nodes[0]!.measured = {}), /“measured”/],
    ["a key on a line", (file) => (file.flow.edges[0]!.data = {}), /Line 1 holds “data”/],
    ["a key on the drawing", (file) => (file.flow.owner = 1), /“owner”/],
    [
      "a kind of step that is not known",
      (file) => (file.flow.nodes[1]!.type = "teleport"),
      /Step 2, “Greeting”, is of a kind/,
    ],
    ["HTML as a body", (file) => (dataOf(file, 1).body = "<script>alert(1)</script>"), /“Greeting”, cannot/],
    [
      "HTML as a block",
      (file) => (dataOf(file, 1).body = [{ type: "html", html: "<b>" }]),
      /“Greeting”, cannot/,
    ],
    ["two steps of one id", (file) => (file.flow.nodes[1]!.id = "trigger-1"), /Two steps/],
    ["two lines of one id", (file) => (file.flow.edges[1]!.id = file.flow.edges[0]!.id), /Two lines/],
    ["a line into nothing", (file) => (file.flow.edges[0]!.target = "nowhere"), /does not exist/],
    ["a line out of nothing", (file) => (file.flow.edges[0]!.source = "nowhere"), /does not exist/],
    ["a line into a trigger", (file) => (file.flow.edges[1]!.target = "trigger-1"), /into a trigger/],
    ["a line to itself", (file) => (file.flow.edges[1]!.target = "email-2"), /its own step/],
    [
      "a path that the step does not have",
      (file) => (file.flow.edges[0]!.sourceHandle = "yes"),
      /does not have/,
    ],
    ["an id that every object has", (file) => (file.flow.nodes[0]!.id = "constructor"), /reserved/],
    [
      "too many steps",
      (file) =>
        (file.flow.nodes = Array.from({ length: 1_001 }, (_, at) => ({
          ...file.flow.nodes[2]!,
          id: `e${at}`,
        }))),
      /at most 1000 steps/,
    ],
    [
      "too many lines",
      (file) =>
        (file.flow.edges = Array.from({ length: 2_001 }, (_, at) => ({
          ...file.flow.edges[0]!,
          id: `l${at}`,
        }))),
      /at most 2000 lines/,
    ],
  ];
  test.each(secret)("%s", (_, change, sentence) => {
    const read = readChanged(change);
    expect(read).toMatchObject({ ok: false, message: expect.stringMatching(sentence) });
    if (!read.ok) expect(read.message).toMatch(/^[\p{Lu}“].*\.$/su);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example",
    "https://user:password@evil.example",
    "blob:https://evil.example/1",
  ])("a link that leads to %s", (address) => {
    const link = readChanged((file) => {
      dataOf(file, 1).body = [{ type: "button", label: "Go", link: address }];
    });
    expect(link).toMatchObject({ ok: false, message: expect.stringMatching(/A link in “Greeting”/) });
    const inText = readChanged((file) => {
      dataOf(file, 1).body = [
        { type: "list", ordered: false, items: [[{ type: "text", text: "Go", link: address }]] },
      ];
    });
    expect(inText.ok).toBe(false);
    const picture = readChanged((file) => {
      dataOf(file, 1).body = [{ type: "image", alt: "", src: address }];
    });
    expect(picture).toMatchObject({ ok: false, message: expect.stringMatching(/a picture in “Greeting”/) });
  });

  test.each([
    ["no text at all", ""],
    ["a picture", "\u0089PNG\r\n"],
    ["a list", "[]"],
    ["null", "null"],
    ["half a file", templateFile(template).slice(0, 400)],
    ["a hundred thousand brackets", "[".repeat(100_000) + "]".repeat(100_000)],
    ["a prototype", '{"__proto__":{"format":"funnelwright/template","version":1}}'],
  ])("what is no such file: %s", (_, text) => {
    expect(readTemplateFile(text)).toMatchObject({ ok: false, problem: "not-a-template" });
  });

  test.each([
    ["a deep list", (inner: string) => "[".repeat(20_000) + inner + "]".repeat(20_000)],
    ["a deep object", (inner: string) => '{"a":'.repeat(20_000) + inner + "}".repeat(20_000)],
  ])("%s in a step", (_, deep) => {
    const text = templateFile(template).replace('"Greeting"', deep("1"));
    expect(readTemplateFile(text)).toMatchObject({ ok: false, problem: "damaged" });
  });

  test.each(["__proto__", "constructor", "toString"])("a key named %s, wherever it stands", (key) => {
    for (const place of ['"format":', '"nodes":', '"id":', '"kind":', '"text":']) {
      const text = JSON.stringify(changed(() => {})).replace(
        place,
        `${JSON.stringify(key)}:{"polluted":1},${place}`,
      );
      expect(readTemplateFile(text), place).toMatchObject({ ok: false, problem: "damaged" });
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("what is too large, before it is read", () => {
    const large = { ok: false, problem: "too-large" };
    expect(readTemplateFile(" ".repeat(LARGEST_FILE + 1))).toMatchObject(large);
    // Three bytes each.
    expect(readTemplateFile("あ".repeat(LARGEST_FILE / 2))).toMatchObject(large);
  });
});

describe("whatever somebody writes into a file", () => {
  const hostile = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      "",
      "\0",
      "\uD800",
      "javascript:alert(1)",
      "<img src=x onerror=alert(1)>",
      -1,
      1e308,
      {},
      [],
    ),
    fc.constant(Object.fromEntries([["__proto__", 1]])),
    fc.anything({ maxDepth: 3, withNullPrototype: true }),
  );

  test("it is refused with a sentence or is a drawing that carries no dangerous address", () => {
    fc.assert(
      fc.property(anyFlow(6), fc.nat(), hostile, fc.boolean(), (drawn, at, value, add) => {
        const file = JSON.parse(templateFile(sharedTemplate({ name: "W", flow: drawn }, { origin })));
        const spots = containersOf(file);
        const spot = spots[at % spots.length] as Record<string, unknown>;
        const keys = Object.keys(spot);
        const key = add || keys.length === 0 ? "added" : keys[at % keys.length]!;
        Object.defineProperty(spot, key, { value, enumerable: true, configurable: true, writable: true });
        const read = readTemplate(file);
        if (!read.ok) {
          expect(read.message).toMatch(/^.{20,}\.$/su);
          return;
        }
        expectSafe(read.value);
      }),
      { numRuns: 400 },
    );
  });
});

function expectSafe({ name, flow: drawn }: SharedTemplate) {
  expect(name.isWellFormed()).toBe(true);
  expect(strictFlow.parse(structuredClone(drawn) as Flow)).toEqual(drawn);
  // A condition's link is a key to look up, not an address.
  const emails = JSON.stringify(drawn.nodes.filter(({ type }) => type === "email"));
  const links = [...emails.matchAll(/"(?:link|src)":"((?:[^"\\]|\\.)*)"/g)].map(([, link]) => link);
  for (const link of links) expect(link).toMatch(/^$|^https?:\/\/|^mailto:|^tel:/i);
}

/** Every list and object in a document. */
function containersOf(value: unknown): object[] {
  if (value === null || typeof value !== "object") return [];
  return [value, ...Object.values(value).flatMap(containersOf)];
}
