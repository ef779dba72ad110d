import fc from "fast-check";
import { expect, it } from "vitest";
import { type Claimed, partsOf } from "./claim";

const MiB = 1024 * 1024;
const report = (bytes: number, n: number) => ({ id: `${n}`, bytes }) as Claimed;

it("parts keep all reports in order, and none but a single one is too large to be held", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(MiB), fc.nat(20 * MiB)), { maxLength: 90 }), (sizes) => {
      const reports = sizes.map(report);
      const parts = partsOf(reports);
      expect(parts.flat()).toEqual(reports);
      for (const part of parts) {
        const bytes = part.reduce((sum, item) => sum + item.bytes, 0);
        expect(part.length === 1 || (part.length <= 32 && bytes <= 6 * MiB)).toBe(true);
      }
    }),
  );
});
