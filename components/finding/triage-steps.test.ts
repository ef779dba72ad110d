import { expect, test } from "vitest";
import { manyFindings } from "../testing/findings";
import { assignStep, claimStep, releaseStep, saidOfMany, undoing, workStep } from "./triage-steps";

const [row] = manyFindings(1);
if (!row) throw new Error("no fixture");
const free = { ...row, assignee: null, state: "open" as const };

test("a claim can be taken back when nobody had it", () => {
  const step = claimStep(free, "Ada");
  expect(step.shown).toEqual({ assignee: "Ada" });
  expect(undoing(step)).toMatchObject({
    change: { assignee: null },
    shown: { assignee: null },
    finding: { assignee: "Ada" },
  });
});

test("taking it from somebody else has no way back", () => {
  expect(undoing(claimStep({ ...free, assignee: "Jon" }, "Ada"))).toBeNull();
  expect(undoing(assignStep({ ...free, assignee: "Jon" }, { userId: 4, name: "Sana" }))).toBeNull();
  expect(undoing(releaseStep({ ...free, assignee: "Jon" }, "Ada"))).toBeNull();
});

test("releasing one's own can be taken back", () => {
  expect(undoing(releaseStep({ ...free, assignee: "Ada" }, "Ada"))?.change).toEqual({ assignee: "me" });
});

test("work shows as a state, unless a decision or a missing scan shows first", () => {
  expect(workStep(free, "todo", "in_progress").shown).toEqual({ state: "in_progress" });
  expect(workStep({ ...free, state: "accepted" }, "todo", "in_progress").shown).toEqual({});
  expect(workStep({ ...free, state: "awaiting_scan" }, "todo", "in_progress").shown).toEqual({});
});

test("many steps make one sentence", () => {
  expect(saidOfMany("Claimed by you", 12, 0)).toBe("Claimed by you: 12 findings");
  expect(saidOfMany("Claimed by you", 1, 2)).toBe("Claimed by you: 1 finding; 2 could not be changed");
});
