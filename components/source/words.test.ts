import { expect, test } from "vitest";
import type { SourceCell } from "@/lib/client/contract/source";
import { cellHref, cellInWords, importsHref } from "./words";

const now = Date.parse("2026-11-27T12:00:00Z");
const cell: SourceCell = {
  tool: "trivy",
  state: "fresh",
  targets: 12,
  staleTargets: 0,
  observedAt: "2026-11-26T12:00:00Z",
  failure: null,
  held: null,
};

test("a cell says what it is, for those who do not see its texture", () => {
  expect(cellInWords(undefined, 30, now)).toBe("never heard");
  expect(cellInWords(cell, 30, now)).toBe("last heard 1 d ago · 12 targets");
  expect(cellInWords({ ...cell, staleTargets: 3 }, 30, now)).toBe("last heard 1 d ago · 12 targets · 3 of them stale");
  const old = { ...cell, state: "stale", staleTargets: 12, observedAt: "2026-10-12T12:00:00Z" } as const;
  expect(cellInWords(old, 30, now)).toBe("stale: nothing within 30 days · last heard 46 d ago · 12 targets");
});

test("a failed upload says why, and what is still known", () => {
  const failure = { report: "7", at: "2026-11-27T11:00:00Z", message: "the file ends early" };
  expect(cellInWords({ ...cell, state: "failed", failure }, 30, now)).toBe(
    "the last report could not be read · the file ends early · last heard 1 d ago · 12 targets",
  );
  expect(cellInWords({ ...cell, state: "failed", failure, targets: 0, observedAt: null }, 30, now)).toBe(
    "the last report could not be read · the file ends early · never read",
  );
});

test("a report that waits for a decision is told of", () => {
  expect(cellInWords({ ...cell, held: "9" }, 30, now)).toBe(
    "a report waits for a decision · last heard 1 d ago · 12 targets",
  );
});

test("names go into addresses as they are", () => {
  expect(cellHref("eu", "a b&c")).toBe("/sources?tool=a+b%26c&on=eu");
  expect(importsHref("eu", "trivy")).toBe("/imports?tool=trivy&cluster=eu");
});
