import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../setup/paths.mjs";

const folders = ["lib", "app", "components", "prisma", "e2e"];
const skipped = /(^|\/)(node_modules|generated|samples|migrations)(\/|$)/;

/** The project's own TypeScript and JavaScript, as paths from the root with forward slashes. */
export function sourceFiles(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name.split(path.sep).join("/")}`)
      .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !skipped.test(file)),
  );
}

export function readSource(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

const statement = /\b(?:from|import|require)\s*\(?\s*["']([^"'\n]+)["']/g;

/**
 * What a file imports of the project itself, as paths from the root without extension.
 * @param file path from the root, for relative imports
 */
export function importsOf(file: string, text: string): string[] {
  const found = [...text.matchAll(statement)].map((match) => match[1] ?? "");
  return found.flatMap((name) => {
    if (name.startsWith("@/")) return [name.slice(2)];
    if (name.startsWith(".")) return [path.posix.join(path.posix.dirname(file), name)];
    return [];
  });
}
