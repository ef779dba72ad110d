import { expect, test } from "vitest";
import type { Score } from "@/lib/client/contract/common";
import { rampStep, scoreClass, scoreInWords, scoreText } from "./score";

const score: Score = {
  score: 41.2,
  state: "known",
  coverage: 0.83,
  change: -6.2,
  reason: null,
  points: 720,
  acceptedPoints: 0,
  exposedKev: 0,
  observedAt: null,
};

test("ten steps, and nothing falls off either end", () => {
  expect([0, 9.9, 10, 55, 89.9, 90, 100].map(rampStep)).toEqual([0, 0, 1, 5, 8, 9, 9]);
});

test("only a hundred is a hundred", () => {
  expect([99.6, 100, 0.4].map((value) => scoreText({ ...score, score: value }))).toEqual(["99", "100", "0"]);
});

test("unknown has a texture and no colour of the ramp", () => {
  const unknown = { ...score, score: null, state: "unknown" as const, reason: "never assessed" };
  expect(scoreText(unknown)).toBe("?");
  expect(scoreClass(unknown)).toContain("hatch");
  expect(scoreClass(unknown)).not.toContain("ramp");
  expect(scoreInWords(unknown)).toBe("unknown · never assessed");
});

test("stale keeps its colour under the texture, and says why", () => {
  const stale = { ...score, state: "stale" as const, reason: "kube-bench last heard 9 days ago" };
  expect(scoreClass(stale)).toMatch(/ramp-4.*hatch/);
  expect(scoreInWords(stale)).toContain("stale");
  expect(scoreInWords(stale)).toContain("kube-bench last heard 9 days ago");
});

test("a known score tells change, coverage and exposed KEV", () => {
  expect(scoreInWords({ ...score, exposedKev: 2 })).toBe(
    "score 41 · 83 % covered · fell 6 in 7 days · 720 points · 2 exposed KEV",
  );
});
