import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { digest, isStamped, stamp } from "./stamp.mjs";

function folder(): string {
  const root = mkdtempSync(path.join(tmpdir(), "parapet-stamp-"));
  mkdirSync(path.join(root, "lib/deep"), { recursive: true });
  writeFileSync(path.join(root, "lib/a.ts"), "a");
  writeFileSync(path.join(root, "lib/deep/b.test.ts"), "b");
  return root;
}

test("content, names and new files change the digest; missing folders do not", () => {
  const root = folder();
  const before = digest(root, ["lib"]);
  expect(digest(root, ["lib", "gone"])).toBe(before);
  writeFileSync(path.join(root, "lib/a.ts"), "changed");
  const changed = digest(root, ["lib"]);
  expect(changed).not.toBe(before);
  writeFileSync(path.join(root, "lib/c.ts"), "");
  expect(digest(root, ["lib"])).not.toBe(changed);
  rmSync(root, { recursive: true });
});

test("what is left out does not count", () => {
  const root = folder();
  const keep = (file: string) => !file.endsWith(".test.ts");
  const before = digest(root, ["lib"], keep);
  writeFileSync(path.join(root, "lib/deep/b.test.ts"), "changed");
  expect(digest(root, ["lib"], keep)).toBe(before);
  rmSync(root, { recursive: true });
});

test("a stamp holds for its own text only", () => {
  const root = folder();
  const file = path.join(root, "new/one.stamp");
  expect(isStamped(file, "x")).toBe(false);
  stamp(file, "x");
  expect(isStamped(file, "x")).toBe(true);
  expect(isStamped(file, "y")).toBe(false);
  rmSync(root, { recursive: true });
});
