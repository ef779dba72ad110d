import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { installProblem, missingPackage } from "./dependencies.mjs";
import { root } from "./paths.mjs";

const entry = { version: "1.0.0" };
const elsewhere = { ...entry, optional: true, os: [process.platform === "darwin" ? "linux" : "darwin"] };
const here = { ...entry, optional: true, os: [process.platform], cpu: [process.arch] };

test("nothing is missing when each wanted version is installed", () => {
  expect(missingPackage({ "": {}, a: entry, b: elsewhere }, { a: entry }, true)).toBeNull();
});

test("an absent package, another version and an absent part for this platform are missing", () => {
  expect(missingPackage({ a: entry }, {}, true)).toBe("a");
  expect(missingPackage({ a: entry }, { a: { version: "1.0.1" } }, true)).toBe("a");
  expect(missingPackage({ a: here }, {}, true)).toBe("a");
});

test("development packages count only when they are needed", () => {
  const wanted = { a: { ...entry, dev: true } };
  expect(missingPackage(wanted, {}, true)).toBe("a");
  expect(missingPackage(wanted, {}, false)).toBeNull();
});

test("npm's failures become one sentence", () => {
  expect(installProblem("npm error code ENOTFOUND")).toMatch(/registry cannot be reached \(ENOTFOUND\)/);
  expect(installProblem("npm error code ENOSPC")).toMatch(/No space is left/);
  expect(installProblem("npm error code EACCES")).toMatch(/No permission/);
});

interface Locked {
  optionalDependencies?: Record<string, string>;
}

test("the lock file has the parts for every platform, without which npm ci fails everywhere", () => {
  const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, Locked>;
  };
  const names = new Set(Object.keys(packages).map((name) => name.replace(/^.*node_modules\//, "")));
  const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});
