import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { severityRises } from "../lifecycle/reopens";
import { severities } from "../vocabulary";
import { type DueBefore, type DueNow, nextDue, resumed } from "./due";
import { allowance, defaultSlaPolicy } from "./policy";
import { type DueWord, dueWindow, standing } from "./standing";

const at = (days: number) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000);
const due = (start: number, days: number) => ({ at: at(start + days), days });
const now = (changed: Partial<DueNow> = {}): DueNow => ({
  ...{ at: at(0), severity: "high", kev: false, fixState: "available", firstSeenAt: at(0), clock: at(0), days: 30 },
  ...changed,
});
const was = (changed: Partial<DueBefore> = {}): DueBefore => ({
  ...{
    severity: "high",
    kev: false,
    present: true,
    firstSeenAt: at(0),
    due: due(0, 30),
    decided: false,
    stateAt: at(0),
  },
  ...changed,
});

it.each([
  ["critical", 7, 3],
  ["high", 30, 3],
  ["medium", 90, 14],
  ["unknown", 90, 14],
  ["low", 180, 14],
  ["info", null, null],
] as const)("allows %s %s days, %s when exploited", (severity, days, kevDays) => {
  expect(allowance(defaultSlaPolicy, { severity, kev: false })).toBe(days);
  expect(allowance(defaultSlaPolicy, { severity, kev: true })).toBe(kevDays);
  const staging = { days: { ...defaultSlaPolicy.days, [severity]: 400 }, kevDays: defaultSlaPolicy.kevDays };
  const policy = { ...defaultSlaPolicy, environments: { staging } };
  expect(allowance(policy, { environment: "staging", severity, kev: false })).toBe(400);
  expect(allowance(policy, { environment: "production", severity, kev: false })).toBe(days);
  expect(allowance(policy, { environment: null, severity, kev: false })).toBe(days);
});

describe("nextDue", () => {
  it("has no date without days, nor before there is a fix; one may be had unless it is known that there is none", () => {
    expect(nextDue(null, now({ days: null }))).toBeNull();
    expect(nextDue(null, now({ fixState: "none" }))).toBeNull();
    expect(nextDue(was(), now({ fixState: "wont_fix" }))).toBeNull();
    expect(nextDue(null, now({ fixState: "unknown" }))).toEqual(due(0, 30));
  });

  it("starts the clock when it is first seen at a place, when a fix can be had, and when it comes back", () => {
    expect(nextDue(null, now({ at: at(50), clock: at(40) }))).toEqual(due(40, 30));
    expect(nextDue(was({ due: null }), now({ at: at(50) }))).toEqual(due(50, 30));
    expect(nextDue(was({ present: false }), now({ at: at(50) }))).toEqual(due(50, 30));
  });

  it("brings it forward on a rise and on a listing, and never back", () => {
    const medium = was({ severity: "medium", due: due(0, 90) });
    expect(nextDue(medium, now({ at: at(5) }))).toEqual({ at: at(35), days: 30 });
    expect(nextDue(medium, now({ at: at(80) }))).toEqual({ at: at(90), days: 30 });
    expect(nextDue(was(), now({ at: at(5), kev: true, days: 3 }))).toEqual(due(5, 3));
  });

  it("counts other days from the same start", () => {
    expect(nextDue(was(), now({ at: at(5), severity: "low", days: 180 }))).toEqual(due(0, 180));
    expect(nextDue(was(), now({ at: at(5), days: 10 }))).toEqual(due(0, 10));
    expect(nextDue(was({ kev: true, due: due(5, 3) }), now({ at: at(6) }))).toEqual(due(5, 30));
  });

  it("goes back to when it was first seen, unless it was started anew since", () => {
    const earlier = now({ at: at(20), firstSeenAt: at(-10), clock: at(-4) });
    expect(nextDue(was(), earlier)).toEqual(due(-4, 30));
    expect(nextDue(was({ due: due(12, 30) }), earlier)).toEqual(due(12, 30));
  });

  it("goes back to when a late report shows that the clock started, unless it was started anew since", () => {
    const late = now({ firstSeenAt: at(-9), past: at(-5) });
    expect(nextDue(was(), late)).toEqual(due(-5, 30));
    expect(nextDue(was(), { ...late, past: null })).toEqual(due(0, 30));
    expect(nextDue(was({ due: due(4, 30) }), late)).toEqual(due(4, 30));
  });

  it("gives a part of a finding the date of the whole", () => {
    const kin = { firstSeenAt: at(0), due: due(12, 30) };
    expect(nextDue(null, now({ at: at(20), kin }))).toEqual(due(12, 30));
    expect(nextDue(null, now({ at: at(20), clock: at(3), days: 7, kin }))).toEqual(due(3, 7));
  });

  it("stands still while it is decided upon", () => {
    expect(resumed(due(0, 30), { decided: true, stateAt: at(10) }, at(25)).at).toEqual(at(45));
    expect(resumed(due(0, 30), { decided: false, stateAt: at(10) }, at(25)).at).toEqual(at(30));
    const decided = was({ decided: true, stateAt: at(10), severity: "medium", due: due(0, 90) });
    expect(nextDue(decided, now({ at: at(65) }))).toEqual(due(65, 30));
    expect(nextDue({ ...decided, due: due(0, 12) }, now({ at: at(65) }))).toEqual({ at: at(67), days: 30 });
  });
});

const rating = fc.record({ severity: fc.constantFrom(...severities.list), kev: fc.boolean() });
it("is never later by a rise, and never earlier than the allowance after the last start of the clock", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(rating, fc.nat(40), fc.constantFrom("available", "none")), { minLength: 1 }),
      (steps) => {
        let before: DueBefore | null = null;
        let time = 0;
        // Rated higher and taken off the list at once: the earlier date holds, whatever the days.
        let odd = false;
        for (const [{ severity, kev }, pause, fixState] of steps) {
          time += pause;
          const days = allowance(defaultSlaPolicy, { severity, kev });
          const next = nextDue(before, now({ at: at(time), severity, kev, days, fixState: fixState as "available" }));
          expect(next === null).toBe(days === null || fixState === "none");
          if (next && before?.due && (severityRises(before.severity, severity) || (kev && !before.kev)))
            expect(next.at.getTime()).toBeLessThanOrEqual(before.due.at.getTime());
          if (!before?.due) odd = false;
          else if (severityRises(before.severity, severity) && days !== null && days > before.due.days) odd = true;
          if (next) expect(next.days).toBe(days);
          if (next && days !== null && !odd) {
            expect(next.at.getTime()).toBeGreaterThanOrEqual(at(days).getTime());
          }
          before = was({ severity, kev, due: next });
        }
      },
    ),
  );
});

it("stands to its due date", () => {
  expect(standing(at(0), true, at(1))).toBe("breached");
  expect(standing(at(3), true, at(0.5))).toBe("at_risk");
  expect(standing(at(3), true, at(0))).toBe("on_track");
  expect(standing(at(0), false, at(1))).toBeNull();
  expect(standing(null, true, at(1))).toBeNull();
});

it("stands as the window that its due date lies in", () => {
  const moment = at(4);
  const edges = [-1, 0, 1, 3 * 86_400_000 - 1, 3 * 86_400_000, 7 * 86_400_000];
  for (const date of edges.map((ms) => new Date(moment.getTime() + ms))) {
    const inside = (word: DueWord) => {
      const { from, to } = dueWindow(word, moment);
      return (from === null || date >= from) && date < to;
    };
    const stands = standing(date, true, moment);
    expect([inside("breached"), inside("at_risk")]).toEqual([stands === "breached", stands === "at_risk"]);
    if (inside("at_risk")) expect(inside("soon")).toBe(true);
  }
});
