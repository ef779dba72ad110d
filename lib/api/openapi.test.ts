import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openApi } from "./openapi";
import { operations } from "./registry";

interface Described {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
  security: object[];
}
const document = JSON.parse(JSON.stringify(openApi(operations))) as {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object> };
};

/** Every `$ref` anywhere in a value. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, field]) =>
    key === "$ref" && typeof field === "string" ? [field] : references(field),
  );
}

describe("the OpenAPI document", () => {
  it("describes every operation", () => {
    expect(document.openapi).toBe("3.1.0");
    const described = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((one) => one.operationId),
    );
    expect(described.sort()).toEqual(operations.map(({ id }) => id).sort());
  });

  it("declares every parameter of a path, all required, none twice", () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((one) => one.in === "path");
        expect(inPath.map((one) => one.name)).toEqual(named);
        expect(inPath.every((one) => one.required)).toBe(true);
        expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
      }
    }
  });

  it("says what each operation answers and how it refuses", () => {
    for (const methods of Object.values(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        expect(Object.keys(responses)).toContain("default");
        const successes = Object.keys(responses).filter((status) => /^2\d\d$/.test(status));
        expect(successes.length).toBeGreaterThan(0);
        for (const status of successes) expect(responses[status]?.content["application/json"]?.schema).toBeDefined();
      }
    }
  });

  it("says which words a yes or no in a query has", () => {
    const kev = document.paths["/findings"]?.get?.parameters.find(({ name }) => name === "kev");
    const { enum: words = [] } = (kev?.schema ?? {}) as { enum?: string[] };
    expect(words).toContain("true");
    for (const word of words) expect(z.stringbool().safeParse(word).success, word).toBe(true);
    expect(z.stringbool().safeParse("maybe").error?.issues).toMatchObject([{ values: words }]);
  });

  it("asks for no credentials only where an operation is public", () => {
    for (const operation of operations) {
      const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
      expect(described?.security.length === 0).toBe(operation.public !== undefined);
    }
  });

  it("refers only to what it holds", () => {
    for (const reference of references(document)) {
      const parts = reference.replace(/^#\//, "").split("/");
      let at: unknown = document;
      for (const part of parts) at = (at as Record<string, unknown> | undefined)?.[part];
      expect(at, reference).toBeDefined();
    }
  });
});
