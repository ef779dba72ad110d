import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisions, presences, remediationStates } from "../vocabulary";
import { evidenceMove, itemState } from "./evidence";
import { activeStates, personTransitions, remediationTransition, remediationTransitions } from "./transitions";

/** The table written out a second time, so that a change of a cell is a decision: P person, E evidence. */
const table = `
                       todo in_progress awaiting_verification verified blocked cancelled
todo                   -    P           -                     E        P       P
in_progress            P    -           P                     E        P       P
awaiting_verification  -    PE          -                     E        -       P
verified               E    -           -                     -        -       -
blocked                -    P           -                     E        -       P
cancelled              P    -           -                     -        -       -
`;
const rows = table
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/ +/));

describe("transitions of a remediation", () => {
  const [head = [], ...body] = rows;
  const cells = body.flatMap(([from, ...who]) => who.map((by, at) => ({ from, to: head[at], by })));

  it("has a cell for every pair of states", () => {
    expect(cells).toHaveLength(remediationStates.list.length ** 2);
  });

  it.each(cells)("$from → $to: $by", ({ from, to, by }) => {
    if (!from || !to || !remediationStates.is(from) || !remediationStates.is(to)) throw new Error("no state");
    expect(remediationTransition(from, to, "person") !== null).toBe(by.includes("P"));
    expect(remediationTransition(from, to, "evidence") !== null).toBe(by.includes("E"));
    expect(personTransitions(from).some((t) => t.to === to)).toBe(by.includes("P"));
  });

  it("lets no person verify, and evidence do nothing but verify, send back and reopen", () => {
    expect(remediationTransitions.filter((t) => t.to === "verified" && t.by === "person")).toEqual([]);
    expect(new Set(remediationTransitions.filter((t) => t.by === "evidence").map((t) => t.name))).toEqual(
      new Set(["Verified", "Sent back", "Reopened"]),
    );
  });

  it("names each pair once for each who may", () => {
    const keys = remediationTransitions.map((t) => `${t.from} ${t.to} ${t.by}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("evidence", () => {
  const items = fc.record({
    open: fc.nat(3),
    fixed: fc.nat(3),
    excepted: fc.nat(3),
    unproven: fc.nat(3),
    refuted: fc.nat(3),
  });
  const nothing = { open: 0, fixed: 0, excepted: 0, unproven: 0, refuted: 0 };

  it("verifies what is fixed and nothing else", () => {
    expect(evidenceMove("awaiting_verification", { ...nothing, fixed: 2 })).toBe("verified");
    expect(evidenceMove("awaiting_verification", { ...nothing, fixed: 2, excepted: 1 })).toBe("verified");
    expect(evidenceMove("awaiting_verification", { ...nothing, fixed: 2, unproven: 1 })).toBeNull();
    expect(evidenceMove("awaiting_verification", { ...nothing, fixed: 2, open: 1 })).toBeNull();
    expect(evidenceMove("awaiting_verification", { ...nothing, excepted: 3 })).toBeNull();
    expect(evidenceMove("awaiting_verification", nothing)).toBeNull();
    expect(evidenceMove("todo", { ...nothing, fixed: 2 })).toBe("verified");
    expect(evidenceMove("cancelled", { ...nothing, fixed: 2 })).toBeNull();
  });

  it("sends a refuted claim back, and opens what comes back", () => {
    expect(evidenceMove("awaiting_verification", { ...nothing, fixed: 4, open: 2, refuted: 1 })).toBe("in_progress");
    expect(evidenceMove("in_progress", { ...nothing, open: 2, refuted: 1 })).toBeNull();
    expect(evidenceMove("verified", { ...nothing, fixed: 4, open: 1 })).toBe("todo");
    expect(evidenceMove("verified", { ...nothing, fixed: 4, excepted: 1 })).toBeNull();
  });

  it("goes only where the table lets it, and comes to rest", () => {
    fc.assert(
      fc.property(fc.constantFrom(...remediationStates.list), items, (state, of) => {
        const to = evidenceMove(state, of);
        if (to === null) return;
        expect(remediationTransition(state, to, "evidence")).not.toBeNull();
        expect(evidenceMove(to, { ...of, refuted: 0 })).toBeNull();
      }),
    );
  });

  it("takes nothing for a fix but what reports or placements took away", () => {
    for (const presence of presences.list) {
      for (const decision of decisions.list) {
        const fixed = itemState({ presence, decision }) === "fixed";
        expect(fixed).toBe(["fixed", "replaced", "gone"].includes(presence));
      }
    }
    expect(itemState({ presence: "present", decision: "accepted" })).toBe("excepted");
    expect(activeStates.length).toBe(4);
  });
});
