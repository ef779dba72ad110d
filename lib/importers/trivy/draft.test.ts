import fc from "fast-check";
import { expect, it } from "vitest";
import { fixStates, severities } from "../../domain/vocabulary";
import { type Draft, draftKey, mergeDraft } from "./draft";

const version = fc.stringMatching(/^[0-9]\.[0-9]$/);
const draft: fc.Arbitrary<Draft> = fc.record({
  rule: fc.record({
    id: fc.constant("CVE-2024-1"),
    title: fc.constant("t"),
    kind: fc.constant("vulnerability" as const),
    controls: fc.subarray(["a:1", "b:2", "c:3"]),
  }),
  location: fc.constant("pkg:npm/a"),
  severity: fc.constantFrom(...severities.list),
  rawSeverity: fc.constant("HIGH"),
  fixState: fc.constantFrom(...fixStates.list),
  fixedVersion: version,
  installedVersion: version,
  rawCount: fc.integer({ min: 1, max: 3 }),
  evidence: fc.record({ path: version, line: fc.nat(9) }),
});

it("comes to the same in whatever order repetitions come", () => {
  fc.assert(
    fc.property(fc.array(draft, { minLength: 2, maxLength: 5 }), (drafts) => {
      const merged = (order: Draft[]) => {
        const [first, ...others] = structuredClone(order);
        for (const other of others) mergeDraft(first as Draft, other);
        (first as Draft).rule.controls?.sort();
        return first;
      };
      expect(merged([...drafts].reverse())).toEqual(merged(drafts));
      expect(merged(drafts)?.rawCount).toBe(drafts.reduce((sum, one) => sum + one.rawCount, 0));
    }),
  );
});

it("keeps apart what the tool words differently, and other assets", () => {
  fc.assert(
    fc.property(draft, (one) => {
      expect(draftKey({ ...one, rawSeverity: null })).not.toBe(draftKey(one));
      expect(draftKey({ ...one, asset: { kind: "node", name: "n" } })).not.toBe(draftKey(one));
      expect(draftKey({ ...one, severity: "low", installedVersion: "9" })).toBe(draftKey(one));
    }),
  );
});
