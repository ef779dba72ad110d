import { expect, test } from "vitest";
import { narrowed, partName } from "./scopes";

const scope = (asset: string, namespace: string) => ({
  ...{ rule: "CVE-1", asset: { name: asset, kind: "image" as const }, namespace, cluster: "east", team: "shop" },
});

test("scopes that are the same once a part is left open are one", () => {
  const both = [scope("web", "shop"), scope("web", "bank")];
  expect(narrowed(both, new Set(["asset", "namespace"]))).toHaveLength(2);
  expect(narrowed(both, new Set(["asset"]))).toEqual([
    { rule: "CVE-1", asset: { name: "web", kind: "image" }, namespace: null, cluster: null, team: null },
  ]);
  expect(partName(both, "asset")).toBe("web");
  expect(partName(both, "namespace")).toBe("each of 2");
  expect(partName([{ rule: "CVE-1" }], "cluster")).toBeNull();
});
