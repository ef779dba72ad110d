import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisions, type Presence, presences, severities, states, works } from "../vocabulary";
import { reopens, severityRises } from "./reopens";
import { type Axes, deriveState, isOpen, isPresent, stateGroups } from "./state";
import { type PresenceCause, presenceTransition, presenceTransitions } from "./transitions";

const axes: fc.Arbitrary<Axes> = fc.record({
  presence: fc.constantFrom(...presences.list),
  awaitingScan: fc.boolean(),
  decision: fc.constantFrom(...decisions.list),
  work: fc.constantFrom(...works.list),
});
const present: Axes = { presence: "present", awaitingScan: false, decision: "none", work: "todo" };

describe("deriveState", () => {
  it("shows what reports say, then decisions, then doubt, then work", () => {
    expect(deriveState(present)).toBe("open");
    expect(deriveState({ ...present, work: "in_progress" })).toBe("in_progress");
    expect(deriveState({ ...present, work: "awaiting_verification", awaitingScan: true })).toBe("awaiting_scan");
    expect(deriveState({ ...present, awaitingScan: true, decision: "accepted" })).toBe("accepted");
    expect(deriveState({ ...present, presence: "fixed", decision: "accepted" })).toBe("fixed");
  });

  it("is present exactly when the presence axis says so, and open only without a decision", () => {
    fc.assert(
      fc.property(axes, (of) => {
        const state = deriveState(of);
        expect(isPresent(state)).toBe(of.presence === "present");
        expect(isOpen(state)).toBe(of.presence === "present" && of.decision === "none");
      }),
    );
  });

  it("reaches every state, and each has a group", () => {
    const reached = new Set(fc.sample(axes, 5000).map(deriveState));
    expect([...reached].sort()).toEqual([...states.list].sort());
    expect(Object.keys(stateGroups).sort()).toEqual([...states.list].sort());
  });
});

describe("presence", () => {
  const causes = [...new Set(presenceTransitions.map((t) => t.cause))];

  it("has one outcome for a cause, and every absence can be reopened", () => {
    const keys = presenceTransitions.map((t) => `${t.from}/${t.cause}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const from of presences.list) {
      const back = presenceTransition(from, "reported");
      expect(back?.to ?? null).toBe(from === "present" ? null : "present");
    }
  });

  it.each<[PresenceCause, string]>([
    ["missing", "fixed"],
    ["version_moved", "replaced"],
    ["asset_gone", "gone"],
    ["source_withdrew", "withdrawn"],
    ["silence", "quiet"],
  ])("%s makes a present finding %s", (cause, to) => expect(presenceTransition("present", cause)?.to).toBe(to));

  it("counts only fixes in the mean time to remediate", () => {
    const counted = presenceTransitions.filter((t) => t.inMttr).map((t) => t.to);
    expect(counted.sort()).toEqual(["fixed", "replaced"]);
  });

  it("opens and closes by turns, and saying the same again changes nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...causes), { maxLength: 30 }), (said) => {
        let now: Presence = "present";
        let open = true;
        for (const cause of said) {
          const step = presenceTransition(now, cause);
          if (!step) continue;
          if (step.counts === "reopened") expect(open).toBe(false);
          open = step.to === "present";
          now = step.to;
          expect(presenceTransition(now, cause)).toBeNull();
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("reopens", () => {
  const check = fc.record({
    decision: fc.constantFrom(...decisions.list),
    severityBefore: fc.constantFrom(...severities.list),
    severityAfter: fc.constantFrom(...severities.list),
    kevBefore: fc.boolean(),
    kevAfter: fc.boolean(),
    expired: fc.boolean(),
  });

  it("asks again on expiry, a KEV listing or a rise, and never without a decision", () => {
    const held = {
      severityBefore: "low",
      severityAfter: "low",
      kevBefore: false,
      kevAfter: false,
      expired: false,
    } as const;
    expect(reopens({ ...held, decision: "accepted" })).toBeNull();
    expect(reopens({ ...held, decision: "accepted", expired: true })).toBe("expired");
    expect(reopens({ ...held, decision: "false_positive", kevAfter: true })).toBe("kev_listed");
    expect(reopens({ ...held, decision: "no_fix", severityAfter: "high" })).toBe("severity_rise");
    fc.assert(
      fc.property(check, (of) => {
        if (of.decision === "none") expect(reopens(of)).toBeNull();
        else if (of.expired) expect(reopens(of)).toBe("expired");
      }),
    );
  });

  it("ranks unknown with medium and never takes it for a rise", () => {
    expect(severityRises("unknown", "medium")).toBe(false);
    expect(severityRises("unknown", "high")).toBe(true);
    expect(severityRises("info", "unknown")).toBe(false);
    fc.assert(
      fc.property(check, ({ severityBefore: a, severityAfter: b }) => {
        expect(severityRises(a, b) && severityRises(b, a)).toBe(false);
      }),
    );
  });
});
