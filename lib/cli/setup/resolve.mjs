import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./paths.mjs";

const extensions = ["", ".ts", ".tsx", ".mjs"];

/**
 * Module resolution of `@/…` as the type checker and the page build do it: a file comes before a folder of the same
 * name, so `importers/falco.ts` can lie beside `importers/falco/`.
 * @type {import("node:module").ResolveHook}
 */
export function resolve(specifier, context, nextResolve) {
  if (!specifier.startsWith("@/")) return nextResolve(specifier, context);
  const base = join(root, specifier.slice(2));
  const extension = extensions.find((end) => existsSync(base + end) && (end !== "" || /\.[a-z]+$/.test(base)));
  return nextResolve(pathToFileURL(base + (extension ?? "")).href, context);
}
