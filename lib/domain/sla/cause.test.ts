import { expect, it } from "vitest";
import { decisions, fixStates, presences, severities } from "../vocabulary";
import { type Change, dueCause } from "./cause";

const severity = (before: "high" | "low", after: "high" | "low"): Change => ({
  ...{ axis: "severity", before: severities.code(before), after: severities.code(after) },
});

it.each<[Change[], number | null, string]>([
  [[], 5, "policy"],
  [[severity("low", "high")], 5, "rise"],
  [[severity("high", "low")], 5, "fall"],
  [[severity("low", "high"), { axis: "flags", before: 4, after: 5 }], 5, "listed"],
  [[{ axis: "flags", before: 5, after: 4 }], 5, "delisted"],
  [[{ axis: "flags", before: 0, after: 4 }], 5, "policy"],
  [[{ axis: "fix", before: fixStates.code("none"), after: fixStates.code("available") }], null, "fix"],
  [[{ axis: "presence", before: presences.code("fixed"), after: 0 }, severity("low", "high")], 5, "reopened"],
  [[{ axis: "decision", before: decisions.code("accepted"), after: 0 }], 5, "exception"],
  [[{ axis: "place", before: 0, after: 3 }], 5, "moved"],
  [[{ axis: "merged", before: null, after: null }], 5, "merged"],
  [[{ axis: "first_seen", before: 9, after: 3 }], 5, "first_seen"],
])("%j, due %s before: %s", (step, before, cause) => {
  expect(dueCause(step, before)).toBe(cause);
});
