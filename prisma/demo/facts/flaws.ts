import { alpineBase, alpineMore } from "./alpine";
import { debianBase, debianMore } from "./debian";
import { goModules } from "./go";
import { javaPackages } from "./java";
import { nodePackages } from "./node";
import { pythonPackages } from "./python";

/** Packages by where they come from. */
export const packagesBySort = {
  debian: [...debianBase, ...debianMore],
  alpine: [...alpineBase, ...alpineMore],
  go: goModules,
  node: nodePackages,
  java: javaPackages,
  python: pythonPackages,
};

/** The flaws that the demo knows by their CVE, in order. */
export const flawIds: string[] = [
  ...new Set(Object.values(packagesBySort).flatMap((lines) => lines.flatMap(({ flaws }) => flaws.map(({ id }) => id)))),
]
  .filter((id) => id.startsWith("CVE-"))
  .sort();
