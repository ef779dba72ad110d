import { expect, test } from "vitest";
import { assetPath, shortName, shortRule, shortVersion } from "./words";

test.each([
  ["registry.example.org/shop/api", "…/shop/api"],
  ["docker.io/library/nginx", "docker.io/library/nginx"],
  ["Deployment/api", "Deployment/api"],
])("%s is shown as %s", (name, short) => {
  expect(shortName(name)).toBe(short);
});

test("a path says nothing twice", () => {
  const row = { cluster: "prod", namespace: "shop", asset: { name: "shop/api" } };
  expect(assetPath(row)).toBe("prod / shop/api");
  expect(assetPath({ ...row, namespace: "edge" })).toBe("prod / edge / shop/api");
  expect(assetPath({ cluster: null, namespace: null, asset: { name: "github.com/a/b" } })).toBe(
    "not deployed / github.com/a/b",
  );
});

test("a rule that repeats its title is only its tool", () => {
  expect(shortRule({ rule: "falco:Terminal shell", title: "Terminal shell" })).toBe("falco");
  expect(shortRule({ rule: "CVE-2026-1", title: "Overflow" })).toBe("CVE-2026-1");
});

test.each([
  ["registry.example.org:5000/shop/api:2.4.0", "2.4.0"],
  [`registry.example.org/shop/api@sha256:${"92c1f0".repeat(10)}abcd`, "@92c1f092c1f0"],
  ["2.4.0", "2.4.0"],
  ["registry.example.org:5000/shop/api", "registry.example.org:5000/shop/api"],
])("version %s is shown as %s", (version, short) => {
  expect(shortVersion(version)).toBe(short);
});
