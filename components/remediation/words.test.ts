import { describe, expect, it } from "vitest";
import { remediationStates } from "@/lib/domain/vocabulary";
import { boardStates, remediationName, share, waitsFor } from "./words";

const progress = {
  open: 0,
  fixed: 0,
  excepted: 0,
  unproven: 0,
  awaitingScan: 0,
  kev: 0,
  elsewhere: 0,
  points: 0,
  pointsAll: 0,
};

describe("words of remediations", () => {
  it("have a name for every state, and a column for all but the cancelled ones", () => {
    expect(Object.keys(remediationName).sort()).toEqual([...remediationStates.list].sort());
    expect([...boardStates, "cancelled"].sort()).toEqual([...remediationStates.list].sort());
  });

  it("say what the next move waits for", () => {
    const claimed = { state: "awaiting_verification" as const, claimedAt: "2026-01-01T00:00:00.000Z" };
    expect(waitsFor({ ...claimed, progress: { ...progress, open: 2, fixed: 1 } })).toContain("complete report");
    expect(waitsFor({ ...claimed, progress: { ...progress, open: 2, awaitingScan: 1 } })).toContain("1 of 2");
    expect(waitsFor({ ...claimed, progress: { ...progress, fixed: 1, unproven: 2 } })).toContain(
      "2 are no longer reported",
    );
    expect(waitsFor({ ...claimed, progress: { ...progress, excepted: 2 } })).toContain("exceptions");
    expect(waitsFor({ ...claimed, state: "todo", claimedAt: null, progress: { ...progress, open: 2 } })).toBeNull();
    expect(waitsFor({ ...claimed, state: "verified", progress: { ...progress, fixed: 2 } })).toBeNull();
  });

  it("count exceptions neither as fixed nor as left", () => {
    expect(share({ ...progress, fixed: 1, open: 1, excepted: 8 })).toBe(0.5);
    expect(share({ ...progress, excepted: 8 })).toBeNull();
  });
});
