import { expect, test } from "vitest";
import { countPlaywright } from "./e2e";
import { add, nothing, total } from "./steps";
import { countVitest } from "./tools";

const vitest = { numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };

test("the closing line", () => {
  expect(total({ passed: 12, failed: 0, skipped: 0 })).toBe("12 passed, 0 failed");
  expect(total({ passed: 12, failed: 1, skipped: 2 })).toBe("12 passed, 1 failed, 2 skipped");
});

test("a runner that fails without a failed test counts one", () => {
  expect(countVitest(vitest, 0)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  expect(countVitest(vitest, 1).failed).toBe(1);
  expect(countVitest({ ...vitest, numFailedTests: 3 }, 1).failed).toBe(3);
  expect(countPlaywright({ stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 } }, 1).failed).toBe(1);
});

test("a browser test that passes at the second try has passed, one that fails twice has not", () => {
  const stats = { expected: 2, unexpected: 0, flaky: 1, skipped: 1 };
  expect(countPlaywright({ stats }, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  expect(countPlaywright({ stats: { ...stats, unexpected: 1 } }, 1).failed).toBe(1);
});

test("counts add up", () => {
  expect(add({ passed: 1, failed: 2, skipped: 3 }, nothing)).toEqual({ passed: 1, failed: 2, skipped: 3 });
});
