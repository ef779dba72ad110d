import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { expect, it } from "vitest";
import project from "../../package.json" with { type: "json" };
import { workerCode } from "./worker-code";

it("what a worker thread runs is one file that needs packages alone, and is written once", async () => {
  const file = await workerCode();
  const code = readFileSync(file, "utf8");
  const wanted = [...code.matchAll(/^\s*(?:import|export)\b[^;]*?\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    ([, from, loaded]) => from ?? loaded ?? "",
  );
  expect(wanted).toContain("graphile-worker");
  const packageOf = (name: string) => name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  const missing = wanted.filter((name) => !isBuiltin(name) && !Object.hasOwn(project.dependencies, packageOf(name)));
  expect(missing).toEqual([]);
  // Shapes of what a browser sends are no business of a worker, and cost each thread 10 MB.
  expect(wanted).not.toContain("zod");
  // Nothing in it may look for a file beside its source.
  expect(code).not.toMatch(/new URL\("\.[^"]*", import\.meta\.url\)/);
  expect((await workerCode()).href).toBe(file.href);
}, 60_000);
