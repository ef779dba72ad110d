import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glob } from "./glob";
import { compileRules, fixOwner, ownerOf, ownersOf, placementOwner } from "./owner";
import type { Owned, OwnershipRule } from "./rule";

describe("glob", () => {
  it.each([
    ["shop", "shop", true],
    ["shop", "shop2", false],
    ["*", "", true],
    ["shop-*", "shop-", true],
    ["*/nginx", "docker.io/library/nginx", true],
    ["ghcr.io/*/api-*", "ghcr.io/acme/api-gateway", true],
    ["a*a", "a", false],
    ["a*b*c", "acb", false],
    ["a.c", "abc", false],
    ["(a+)+$", "aaa", false],
    ["Shop", "shop", false],
  ])("%s on %s", (pattern, text, expected) => expect(glob(pattern)(text)).toBe(expected));

  const piece = fc.stringMatching(/^[ab.*]{0,8}$/);
  it("agrees with a regular expression", () => {
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[ab.]{0,12}$/), (pattern, text) => {
        const source = pattern.replaceAll(".", "\\.").replace(/\*+/g, ".*");
        expect(glob(pattern)(text)).toBe(new RegExp(`^${source}$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no time on patterns that make others backtrack", () => {
    const match = glob(`${"a*".repeat(2000)}b`);
    const start = performance.now();
    expect(match("a".repeat(100_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

const rule = (id: number, conditions: Partial<OwnershipRule>): OwnershipRule => ({
  id,
  priority: 100,
  teamId: id,
  ...conditions,
});

describe("ownership", () => {
  const rules = compileRules([
    rule(1, { priority: 900 }),
    rule(2, { namespace: "shop" }),
    rule(3, { label: { key: "team", value: "pay*" }, priority: 10 }),
    rule(4, { image: "ghcr.io/acme/*" }),
    rule(5, { repository: "github.com/acme/*" }),
    rule(6, { cluster: "prod", namespace: "shop", image: "docker.io/*", priority: 5 }),
    rule(7, { label: { key: "owner" }, cluster: "dev" }),
  ]);
  const shop: Owned = { cluster: "prod", namespace: "shop", labels: {}, image: "docker.io/library/nginx" };

  it("asks by priority, then id, and a rule needs all its conditions", () => {
    expect(ownerOf(rules, shop)).toEqual({ teamId: 6, ruleId: 6 });
    expect(ownerOf(rules, { ...shop, cluster: "dev" })?.ruleId).toBe(2);
    expect(ownerOf(rules, { ...shop, cluster: "dev", labels: { team: "payments" } })?.ruleId).toBe(3);
    expect(ownerOf(rules, { cluster: "dev", labels: { owner: "" } })?.ruleId).toBe(7);
    expect(ownerOf(rules, {})?.ruleId).toBe(1);
    expect(ownerOf(compileRules([]), shop)).toBeNull();
  });

  it("tells who runs it from who fixes it", () => {
    expect(placementOwner(rules, shop)?.ruleId).toBe(2);
    expect(fixOwner(rules, shop)?.ruleId).toBe(6);
    expect(fixOwner(rules, { cluster: "dev", namespace: "shop", image: "quay.io/x/y" })?.ruleId).toBe(2);
    expect(ownersOf(rules, { image: "ghcr.io/acme/api" })).toEqual({
      team: { teamId: 4, ruleId: 4 },
      fixTeam: { teamId: 4, ruleId: 4 },
    });
    expect(ownersOf(rules, { cluster: "prod", namespace: "x", image: "ghcr.io/acme/api" }).team?.ruleId).toBe(1);
    expect(ownersOf(rules, { repository: "github.com/acme/shop" }).fixTeam?.ruleId).toBe(5);
  });

  it("does not take inherited properties for labels", () => {
    const inherited = compileRules([rule(1, { label: { key: "constructor" } })]);
    expect(ownerOf(inherited, { labels: {} })).toBeNull();
  });

  const word = fc.constantFrom("a", "ab", "b*", "*", "*b");
  const anyRule = fc.record(
    {
      ...{ id: fc.nat(1000), priority: fc.nat(3), teamId: fc.nat(9) },
      ...{ cluster: word, namespace: word, image: word, repository: word },
      label: fc.record({ key: fc.constantFrom("x", "y"), value: word }, { requiredKeys: ["key"] }),
    },
    { requiredKeys: ["id", "priority", "teamId"] },
  );
  const anyRules = fc.uniqueArray(anyRule, { selector: (r) => r.id, maxLength: 8 });
  const text = fc.constantFrom("a", "ab", "bb", "c");
  const owned = fc.record(
    {
      cluster: text,
      namespace: text,
      image: text,
      repository: text,
      labels: fc.dictionary(fc.constantFrom("x", "y"), text),
    },
    { requiredKeys: [] },
  );

  it("does not depend on the order of rules, and rules behind the one that decides change nothing", () => {
    fc.assert(
      fc.property(anyRules, owned, (all, of) => {
        const owner = ownerOf(compileRules(all), of);
        expect(ownerOf(compileRules([...all].reverse()), of)).toEqual(owner);
        const deciding = all.find((r) => r.id === owner?.ruleId);
        if (!deciding) return;
        const behind = all.filter((r) => r.priority > deciding.priority);
        expect(ownerOf(compileRules(all.filter((r) => !behind.includes(r))), of)).toEqual(owner);
        expect([placementOwner, fixOwner].some((f) => f(compileRules(all), of)?.ruleId === owner?.ruleId)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("adding a condition to a rule never lets it match more", () => {
    fc.assert(
      fc.property(anyRule, word, owned, (r, namespace, of) => {
        if (r.namespace === undefined && ownerOf(compileRules([r]), of) === null) {
          expect(ownerOf(compileRules([{ ...r, namespace }]), of)).toBeNull();
        }
      }),
    );
  });
});
