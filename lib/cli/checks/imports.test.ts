import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { root } from "../setup/paths.mjs";
import { layerOf, layers, mayImport, targetLayer } from "./layers";
import { importsOf, readSource, sourceFiles } from "./source-files";

const files = sourceFiles();

test("imports flow one way", () => {
  const wrong = files.flatMap((file) => {
    const from = layerOf(file);
    if (!from) return [];
    return importsOf(file, readSource(file)).flatMap((target) => {
      const to = targetLayer(target);
      return to && !mayImport(from, to) ? [`${file} imports ${target}`] : [];
    });
  });
  expect(wrong).toEqual([]);
});

test("browser code imports only components, lib/client and lib/domain", () => {
  const browser = files.filter((file) => /^\s*["']use client["']/.test(readSource(file)));
  const wrong = browser.flatMap((file) =>
    importsOf(file, readSource(file)).flatMap((target) => {
      const to = targetLayer(target);
      const allowed = to === null || ["components", "app", "lib/client", "lib/domain"].includes(to);
      return allowed ? [] : [`${file} imports ${target}`];
    }),
  );
  expect(wrong).toEqual([]);
});

test("every folder of lib is in the table", () => {
  const known = new Set([...Object.keys(layers), "lib/cli", "lib/bench"]);
  const folders = new Set(files.flatMap((file) => /^lib\/[^/]+(?=\/)/.exec(file)?.[0] ?? []));
  expect([...folders].filter((folder) => !known.has(folder))).toEqual([]);
});

test("imports are seen however they are written", () => {
  const text = `import a from "@/lib/db/pool";\nimport "../x";\nexport * from './y';\nconst b = await import("@/app/z");\nimport fs from "node:fs";`;
  expect(importsOf("lib/domain/asset/key.ts", text)).toEqual([
    "lib/db/pool",
    "lib/domain/x",
    "lib/domain/asset/y",
    "app/z",
  ]);
});

interface Override {
  includes: string[];
  linter: { rules: { style?: { noRestrictedImports?: { options: { patterns: { group: string[] }[] } } } } };
}

test("the linter forbids what the table forbids", () => {
  const { overrides } = JSON.parse(readFileSync(path.join(root, "biome.json"), "utf8")) as { overrides: Override[] };
  const every = Object.keys(layers);
  const missing = Object.keys(layers).flatMap((layer) => {
    const own = overrides.filter(({ includes }) => includes.includes(`${layer}/**`));
    const groups = own.flatMap(({ linter }) => linter.rules.style?.noRestrictedImports?.options.patterns ?? []);
    const forbidden = new Set(groups.flatMap(({ group }) => group));
    const covered = (to: string) => forbidden.has(`@/${to}/**`) || forbidden.has(`@/${path.dirname(to)}/**`);
    return every.filter((to) => !mayImport(layer, to) && !covered(to)).map((to) => `${layer} → ${to}`);
  });
  expect(missing).toEqual([]);
});
