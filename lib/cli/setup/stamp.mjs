import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

function* filesUnder(path, keep) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (!keep(child)) continue;
    if (entry.isDirectory()) yield* filesUnder(child, keep);
    else if (entry.isFile()) yield child;
  }
}

/**
 * One digest over the names and contents of files.
 * @param {string} root
 * @param {string[]} paths files and folders, relative to root; missing ones count as empty
 * @param {(path: string) => boolean} [keep] false leaves out a file or a whole folder
 * @returns {string} hex
 */
export function digest(root, paths, keep = () => true) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of filesUnder(join(root, path), keep)) {
      hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest("hex");
}

/** Whether the stamp file holds exactly this text. */
export function isStamped(path, text) {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

/** Writes a stamp file, making its folder. */
export function stamp(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
