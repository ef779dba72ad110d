import { expect, test } from "vitest";
import { reports } from "../testing/reports";
import { resultInWords, senderInWords, shareDone } from "./words";

const result = {
  created: 0,
  reopened: 0,
  closed: 0,
  updated: 0,
  unchanged: 0,
  held: false,
  heldClosures: 0,
  detections: { new: 0, changed: 0, gone: 0, same: 0 },
  raw: 0,
  findings: 0,
  skipped: [],
  warnings: [],
  dryRun: false,
  ms: 1,
};

test("says what an import did, without noughts", () => {
  expect(resultInWords({ ...result, created: 1204, closed: 3 }, "trivy")).toBe("1,204 new, 3 closed");
  expect(resultInWords({ ...result, unchanged: 1 }, "kubernetes")).toBe("1 finding as before");
  expect(resultInWords(result, "trivy")).toBe("no findings");
  expect(resultInWords(result, "kubernetes")).toBe("inventory read");
});

test("progress is told only while it runs", () => {
  expect(reports.map(shareDone)).toEqual([41 / 96, 0, null, null, null, null]);
});

test.each([
  ["user:ada@example.org", "ada@example.org"],
  ["token:ci: west", "token ci: west"],
  ["system:demo", "system:demo"],
  [null, ""],
])("%j sent it: %j", (sender, words) => {
  expect(senderInWords(sender)).toBe(words);
});
