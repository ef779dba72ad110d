import { readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./stream/bytes";
import { itemsOf, sample, samplesFolder } from "./testing";
import { parseTrivy } from "./trivy";
import { ImportError, type Item } from "./types";

const files = ["trivy", "trivy-operator"].flatMap((format) =>
  readdirSync(new URL(`${format}/`, samplesFolder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ format, path: `${format}/${name}`, text: sample(`${format}/${name}`).toString() })),
);

type Node = { parent: Record<string, unknown>; key: string };

/** All members of a JSON value, in order. */
function nodes(value: unknown, into: Node[] = []): Node[] {
  if (typeof value !== "object" || value === null) return into;
  const parent = value as Record<string, unknown>;
  for (const key of Object.keys(parent)) {
    into.push({ parent, key });
    nodes(parent[key], into);
  }
  return into;
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, 0, -1, 1e300, true, "", "x", "N/A", [], {}, [null], [[]], ["x"], { x: null }),
  fc.constantFrom<unknown>("__proto__", "constructor", "\u0000", "\ud800", "a".repeat(3000), "sha256:", "pkg:", "@"),
  fc.string(),
);
const edit = fc.record({ at: fc.nat(), how: fc.constantFrom("delete", "replace", "double", "move"), value: odd });

/** Deletes, replaces, repeats and reorders members. */
function mutate(text: string, edits: { at: number; how: string; value: unknown }[]): string {
  const root = { root: JSON.parse(text) as unknown };
  for (const { at, how, value } of edits) {
    const all = nodes(root).slice(1);
    const node = all[at % Math.max(1, all.length)];
    if (!node) break;
    const { parent, key } = node;
    const before = parent[key];
    if (how === "replace") parent[key] = value;
    else if (how === "double") parent[key] = Array.isArray(before) ? [...before, ...before] : [before, before];
    else delete parent[key];
    if (how === "move") parent[key] = before;
  }
  return JSON.stringify(root.root);
}

describe.each(files)("$path", ({ format, text }) => {
  it("gives items or one ImportError, whatever is deleted, replaced, repeated or moved", async () => {
    const run = async (edits: { at: number; how: string; value: unknown }[]) => {
      try {
        const items = await itemsOf(mutate(text, edits), { format });
        expect(items[0]?.type).toBe("header");
        for (const item of items) {
          if (item.type !== "detection") continue;
          expect(item.rule.id).not.toBe("");
          expect(item.location).not.toBe("");
          expect(item.rawCount).toBeGreaterThan(0);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(ImportError);
      }
    };
    const edits = fc.array(edit, { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(edits, run), { numRuns: 150 });
  });
});

describe("results of any size", () => {
  const collect = async (text: string, unitBytes?: number) => {
    const items: Item[] = [];
    // Small chunks, so that what stands behind is really not known yet.
    const chunks = text.match(/[\s\S]{1,50}/g) ?? [];
    for await (const item of parseTrivy(bytesOf(...chunks), {}, unitBytes)) items.push(item);
    return items;
  };

  it.each(files.filter((file) => file.format === "trivy"))("$path reads the same entry by entry", async ({ text }) => {
    const whole = await collect(text);
    expect(await collect(text, 0)).toEqual(whole);
    expect(await collect(text, 2000)).toEqual(whole);
  });

  it("doesn't depend on the order of keys", async () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).sort(([a], [b]) => (a < b ? 1 : -1));
      return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
    };
    const byText = (items: Item[]) => items.map((item) => JSON.stringify(sorted(item))).sort();
    for (const { text, format } of files) {
      if (format !== "trivy" || !text.includes('"SchemaVersion": 2,\n  "CreatedAt"')) continue;
      const backwards = JSON.stringify(sorted(JSON.parse(text)));
      expect(byText(await collect(backwards, 0))).toEqual(byText(await collect(text)));
    }
  });
});

describe("secrets", () => {
  const token = fc.stringMatching(/^[A-Za-z0-9]{8}[0-9][A-Za-z][A-Za-z0-9]{8,40}$/);
  const around = fc.constantFrom("TOKEN=%", 'password: "%"', "Authorization: Bearer %", "const k = '%';", "%", "u:%@h");

  it("are never in an item, even where the report has them in clear", async () => {
    const run = async (secret: string, frame: string) => {
      const match = frame.replace("%", secret);
      const trivy = {
        SchemaVersion: 2,
        ArtifactName: `https://x:${secret}@github.com/a/b`,
        ArtifactType: "repository",
        Results: [
          {
            Target: "a.env",
            Class: "secret",
            Secrets: [{ RuleID: "r", Match: match, Code: { Lines: [{ Content: match }] } }],
          },
          {
            Target: "c.yaml",
            Class: "config",
            Type: "kubernetes",
            Misconfigurations: [
              {
                ID: "KSV-01010",
                Status: "FAIL",
                Message: `ConfigMap 'c' in 'd' namespace stores sensitive contents in key(s) or value(s) '{"k=${secret}"}'`,
                CauseMetadata: { Code: { Lines: [{ Content: match }] } },
              },
            ],
          },
        ],
      };
      const operator = {
        apiVersion: "aquasecurity.github.io/v1alpha1",
        kind: "ExposedSecretReport",
        report: { artifact: { repository: "a", tag: "1" }, secrets: [{ ruleID: "r", target: "a", match }] },
      };
      const items = [...(await itemsOf(JSON.stringify(trivy))), ...(await itemsOf(JSON.stringify(operator)))];
      expect(items.filter((item) => item.type === "detection")).toHaveLength(3);
      expect(JSON.stringify(items)).not.toContain(secret);
    };
    await fc.assert(fc.asyncProperty(token, around, run), { numRuns: 200 });
  });
});
