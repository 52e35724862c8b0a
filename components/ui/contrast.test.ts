import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Linear = [number, number, number];

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const themes = { light: 1, dark: 2 } as const;

describe.each(Object.keys(themes) as (keyof typeof themes)[])("in the %s theme", (theme) => {
  const colour = (name: string) => token(name, theme);
  const grounds = ["paper", "surface", "raised"];
  const words = ["ink", "ink-soft", "accent", "good", "attention", "bad", "info"];
  const hues = ["start", "message", "time", "logic", "people", "outcome"];

  test.each(words)("%s reads on every ground, and on a tint of itself", (word) => {
    for (const ground of grounds) {
      expect(ratio(colour(word), colour(ground))).toBeGreaterThanOrEqual(4.5);
      expect(ratio(colour(word), mix(colour(word), colour(ground), 0.1))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("quiet text reads on what is hovered, selected and tinted", () => {
    const tints = ["info", "good", "attention", "bad"].map((tone) => mix(colour(tone), colour("paper"), 0.1));
    const hovered = mix(colour("ink"), colour("paper"), 0.07);
    for (const ground of [...tints, hovered, colour("accent-soft")]) {
      expect(ratio(colour("ink-soft"), ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("words read on filled buttons, also when hovered", () => {
    for (const [on, fill] of [
      ["on-accent", "accent"],
      ["on-bad", "bad"],
    ] as const) {
      expect(ratio(colour(on), colour(fill))).toBeGreaterThanOrEqual(4.5);
      expect(ratio(colour(on), mix(colour(fill), colour("paper"), 0.9))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(hues)("the %s icon stands out from its tile", (hue) => {
    expect(ratio(colour(hue), mix(colour(hue), colour("surface"), 0.13))).toBeGreaterThanOrEqual(4.5);
  });
});

/** Reads `--color-name: light-dark(oklch(L C h), oklch(L C h))`. */
function token(name: string, theme: keyof typeof themes): Linear {
  const found = css.match(
    new RegExp(`--color-${name}: light-dark\\(oklch\\(([^)]+)\\), oklch\\(([^)]+)\\)\\)`),
  );
  const [l, c, h] = (found?.[themes[theme]] ?? "").split(" ").map(Number);
  if (l === undefined || c === undefined || h === undefined) throw new Error(`No token ${name}`);
  return fromOklch(l, c, h);
}

/** Linear sRGB, clipped to what a screen shows. Matrices: https://bottosson.github.io/posts/oklab/ */
function fromOklch(lightness: number, chroma: number, hue: number): Linear {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb: Linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return rgb.map((part) => Math.min(1, Math.max(0, part))) as Linear;
}

/** `share` of the first laid over the second, as a translucent fill does in sRGB. */
function mix(over: Linear, under: Linear, share: number): Linear {
  const encode = (v: number) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  const decode = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return over.map((part, i) => decode(encode(part) * share + encode(under[i] ?? 0) * (1 - share))) as Linear;
}

/** WCAG 2 contrast: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function ratio(first: Linear, second: Linear): number {
  const luminance = ([r, g, b]: Linear) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [dark, light] = [luminance(first), luminance(second)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
