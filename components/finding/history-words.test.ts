import { expect, test } from "vitest";
import { axes } from "@/lib/domain/vocabulary";
import { historyLine } from "./history-words";

const entry = { at: "", recordedAt: "", before: null, after: null, actor: null, report: null, note: null };

test.each([
  [{ axis: "presence", after: "present" }, "Found"],
  [{ axis: "presence", before: "fixed", after: "present" }, "Found again: reopened"],
  [{ axis: "presence", before: "present", after: "withdrawn" }, "Withdrawn by its source"],
  [{ axis: "severity", before: "high", after: "critical" }, "Severity critical, was high"],
  [{ axis: "assignee", before: "Ada", after: null }, "Released"],
  [{ axis: "work", before: "todo", after: "in_progress" }, "In progress"],
  [{ axis: "team", before: "Web", after: "unowned" }, "Nobody owns it any more, was Web"],
  [{ axis: "team", before: "unowned", after: "Web" }, "Went to Web, was unowned"],
  [{ axis: "place", before: "not deployed", after: "shop" }, "Now in shop, was not deployed"],
  [{ axis: "awaiting", after: "awaiting scan" }, "New version, not scanned yet"],
  [{ axis: "exception", after: "#12" }, "By exception #12"],
  [{ axis: "exception", before: "#12", after: "expired" }, "Exception #12 ended: expired"],
  [{ axis: "exception", after: "#12", note: "Not reachable" }, "By exception #12: Not reachable"],
  [{ axis: "due", after: "2026-03-12T00:00:00.000Z", note: "listed" }, "Due 2026-03-12, as it was listed as exploited"],
  [{ axis: "due", after: null, note: "fix" }, "No due date any more, as a fix became available"],
  [{ axis: "remediation", after: "verified", note: "#4 Move web to 1.2" }, "Verified: remediation #4 Move web to 1.2"],
  [{ axis: "points", before: "150", after: "300" }, "300 points, were 150"],
])("%j reads %j", (change, line) => {
  expect(historyLine({ ...entry, ...change })).toBe(line);
});

test("every axis of the journal has words of its own", () => {
  for (const axis of axes.list) expect(historyLine({ ...entry, axis, after: "x" })).not.toMatch(/undefined|→/);
});
