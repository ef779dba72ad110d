import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");
const themes = ["light", "dark"] as const;

/** Both values of every `--name: light-dark(#a, #b)`. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);
const ramps = [...css.matchAll(/@utility (ramp-\d) \{[^}]*color: light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
  ([, name = "", light = "", dark = ""]) => ({ name, ink: { light, dark } }),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const token = (name: string, theme: (typeof themes)[number]) => {
  const value = tokens.get(name)?.[theme];
  if (!value) throw new Error(`no token --${name}`);
  return value;
};

const grounds = ["paper", "surface", "sunken", "raised", "hover"];
const texts = ["ink", "ink-2", "ink-3", "accent"];
const severities = ["critical", "high", "medium", "low", "info"];

describe.each(themes)("%s", (theme) => {
  test.each(texts.flatMap((text) => grounds.map((ground) => [text, ground])))("%s on %s reaches AA", (text, ground) => {
    expect(contrast(token(text, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(
    severities.flatMap((name) => ["paper", "surface", "raised", `sev-${name}-soft`].map((ground) => [name, ground])),
  )("severity %s on %s reaches AA", (name, ground) => {
    expect(contrast(token(`sev-${name}`, theme), token(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  test("the button that matters reaches AA, resting and under the pointer", () => {
    for (const fill of ["accent-fill", "accent-fill-hover"])
      expect(contrast(token("on-accent", theme), token(fill, theme))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("accent-strong", theme), token("accent-soft", theme))).toBeGreaterThanOrEqual(4.5);
  });

  test("every step of the score ramp carries its figure at AA", () => {
    expect(ramps).toHaveLength(10);
    for (const { name, ink } of ramps)
      expect(contrast(ink[theme], token(name, theme)), name).toBeGreaterThanOrEqual(4.5);
  });

  test("the ramp tells by luminance alone: each step stands further from the paper than the one above it", () => {
    const paper = token("paper", theme);
    const steps = ramps.map(({ name }) => contrast(token(name, theme), paper));
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(steps[9]).toBeLessThan(1.15);
  });

  test("edges of fields can be seen (3 : 1)", () => {
    for (const ground of ["surface", "paper"])
      expect(contrast(token("field-line", theme), token(ground, theme))).toBeGreaterThanOrEqual(3);
  });
});
