import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { isAction } from "../authz/policy";
import { operations } from "./registry";

const routes = path.resolve("app/api/v1");
const routeFile = (operationPath: string) =>
  path.join(routes, ...operationPath.split("/").map((part) => part.replace(/^\{(\w+)\}$/, "[$1]")), "route.ts");

describe("the registry", () => {
  it("names each operation once, by id and by method and path", () => {
    const ids = operations.map(({ id }) => id);
    const paths = operations.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, "{}")}`);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.each(operations)("$id needs a right of the table or says why it needs none", (operation) => {
    if (operation.public === undefined) expect(isAction(String(operation.action))).toBe(true);
    else {
      expect(operation.action).toBeUndefined();
      expect(operation.public.length).toBeGreaterThan(20);
    }
  });

  it.each(operations)("$id declares what its path and method take", ({ method, path, input, body }) => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const declared = input?.params ? Object.keys((input.params as unknown as { shape: object }).shape) : [];
    expect(declared).toEqual(named);
    if (method === "GET" || method === "DELETE") expect(input?.body ?? body).toBeUndefined();
  });

  it.each(operations)("$id has a route that hands it to handle", ({ method, path }) => {
    const file = routeFile(path);
    expect(existsSync(file), file).toBe(true);
    expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^export const ${method} = handle\\(\\w+\\);$`, "m"));
  });

  it("is complete: no route without an operation, and nothing in a route but operations", () => {
    const files = readdirSync(routes, { recursive: true, encoding: "utf8" }).filter(
      (name) => name.endsWith("route.ts") && !name.startsWith("[...rest]"),
    );
    const exported = files.flatMap((name) => {
      const lines = readFileSync(path.join(routes, name), "utf8")
        .split("\n")
        .filter((line) => line !== "");
      for (const line of lines)
        expect(line).toMatch(/^(import \{ .* \} from "@\/lib\/api\/.*";|export const [A-Z]+ = handle\(\w+\);)$/);
      return lines.flatMap((line) => {
        const method = /^export const ([A-Z]+)/.exec(line)?.[1];
        return method ? [`${method} ${path.join(routes, name)}`] : [];
      });
    });
    expect(exported.sort()).toEqual(operations.map((one) => `${one.method} ${routeFile(one.path)}`).sort());
  });
});
