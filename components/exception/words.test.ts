import { expect, test } from "vitest";
import { scopeWords } from "./words";

test("a scope reads from the asset outwards", () => {
  const any = { asset: null, cluster: null, namespace: null, team: null };
  expect(scopeWords(any)).toBe("everywhere");
  expect(scopeWords({ ...any, asset: { kind: "image", name: "docker.io/acme/web" }, namespace: "shop" })).toBe(
    "docker.io/acme/web · namespace shop",
  );
  expect(scopeWords({ ...any, cluster: "east", team: "shop" })).toBe("cluster east · team shop");
});
