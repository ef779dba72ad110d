import fc from "fast-check";
import { expect, it } from "vitest";
import { assetKey } from "../domain/identity/asset-key";
import type { AssetRef, DetectionItem, InventoryItem, ScopeItem } from "../importers/types";
import { shortened } from "./shortened";

const MOST_BYTES = 2_600;
const text = fc.string({ unit: "grapheme", maxLength: 3_000, size: "max" });
const ref: fc.Arbitrary<AssetRef> = fc.oneof(
  fc.record({ kind: fc.constantFrom("node" as const, "repository" as const), name: text }),
  fc.record({ kind: fc.constant("workload" as const), namespace: text, workloadKind: text, name: text }),
  fc.record({ kind: fc.constant("service_account" as const), namespace: text, name: text }),
  fc.record({
    kind: fc.constant("image" as const),
    repository: text,
    tag: text,
    digests: fc.array(text, { maxLength: 2 }),
  }),
);
const found = (asset: AssetRef, id: string, aliases: string[]): DetectionItem => ({
  ...{ type: "detection", scope: 0, asset, location: "", severity: "high", rawSeverity: null, fixState: "unknown" },
  rule: { id, aliases, title: "t", kind: "misconfiguration", area: "platform" },
});
const scope = (target: AssetRef, profile: string): ScopeItem => ({
  ...{ type: "scope", ref: 0, target, class: "misconfiguration", profile, complete: true, assesses: [], label: "l" },
});

it("leaves no name in a key that an index can't take", () => {
  fc.assert(
    fc.property(ref, text, (asset, name) => {
      const detection = shortened(found(asset, name, [name]));
      const { target, profile } = shortened(scope(asset, name));
      const keys = [assetKey(detection.asset as AssetRef), assetKey(target as AssetRef), profile, detection.rule.id];
      for (const key of keys) {
        expect(Buffer.byteLength(key)).toBeLessThan(MOST_BYTES);
        expect(Buffer.from(key).toString()).toBe(key);
      }
    }),
    { numRuns: 200 },
  );
});

it("keeps apart what was apart, and gives back what fits as it is", () => {
  const long = "x".repeat(5_000);
  const asset: AssetRef = { kind: "workload", namespace: "n", workloadKind: "Deployment", name: "web" };
  expect(shortened(found({ ...asset, name: `${long}a` }, "r", [])).asset).not.toEqual(
    shortened(found({ ...asset, name: `${long}b` }, "r", [])).asset,
  );
  const item = found(asset, "r", ["s"]);
  expect(shortened(item)).toBe(item);
  const claim = { ...scope(asset, "p"), placedOn: [asset as AssetRef & { kind: "workload" }] };
  expect(shortened(claim)).toBe(claim);
  const node: InventoryItem = { type: "inventory", item: "node", name: "n", labels: {}, attributes: {} };
  expect(shortened(node)).toBe(node);
  const space: InventoryItem = { type: "inventory", item: "namespace", name: long, labels: {} };
  expect((shortened(space) as typeof space).name.length).toBeLessThan(500);
});
