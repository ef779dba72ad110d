import { expect, it } from "vitest";
import { Doubt, EntryMemory, MARK_BYTES } from "../entry-memory";
import { openReport } from "../open";
import { bytesOf } from "../stream/bytes";
import type { Item } from "../types";

const flaw = (n: number, part: Record<string, unknown> = {}) => ({
  ...{ VulnerabilityID: `CVE-2026-${1000 + n}`, PkgName: `lib${n}`, InstalledVersion: "1", Severity: "HIGH" },
  ...part,
});
const result = (flaws: unknown[], part: Record<string, unknown> = {}) => ({
  ...{ Target: "app (debian 12)", Class: "os-pkgs", Type: "debian", Vulnerabilities: flaws },
  ...part,
});
const report = (results: unknown[], part: Record<string, unknown> = {}) =>
  JSON.stringify({
    ...{ SchemaVersion: 2, ArtifactName: "registry.example.org/app:1", ArtifactType: "container_image" },
    Metadata: { RepoTags: ["registry.example.org/app:1"] },
    ...{ Results: results, ...part },
  });

async function read(text: string, memory: EntryMemory): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of (await openReport(bytesOf(text))).recall(memory)) items.push(item);
  return items;
}

/** The memory that a report leaves, one entry for each of its detections that has a mark. */
async function learnt(text: string): Promise<EntryMemory> {
  const marks = (await read(text, new EntryMemory())).flatMap((item) =>
    item.type === "detection" && item.mark ? [item.mark] : [],
  );
  const bytes = Buffer.alloc(marks.length * MARK_BYTES);
  for (const [n, { digest, key }] of marks.entries()) {
    bytes.writeBigInt64BE(digest, n * MARK_BYTES);
    bytes.writeInt32BE(key, n * MARK_BYTES + 8);
  }
  return new EntryMemory(bytes);
}

const shown = (items: Item[]) =>
  items.flatMap((item) =>
    item.type === "known"
      ? item.entries.map((n) => `known ${n}`)
      : item.type === "detection"
        ? [`${item.rule.id} ${item.installedVersion}`]
        : [],
  );

it("says what a report is about before its results are read", async () => {
  const aim = async (text: string) => (await openReport(bytesOf(text))).aim;
  const target = { kind: "image", repository: "registry.example.org/app", tag: "1" };
  expect(await aim(report([result([flaw(1)])]))).toEqual({ tool: "trivy", target, profile: "" });
  expect(await aim(JSON.stringify({ Results: [], SchemaVersion: 2, ArtifactName: "a" }))).toBeNull();
  expect(await aim(JSON.stringify([result([flaw(1)])]))).toBeNull();
});

it("reads nothing of what comes again, in whatever order", async () => {
  const memory = await learnt(report([result([flaw(1), flaw(2), flaw(3)])]));
  const items = await read(report([result([flaw(3), flaw(4), flaw(1)])]), memory);
  expect(shown(items)).toEqual(["CVE-2026-1004 1", "known 2", "known 0"]);
});

it("reads what comes again where something else says more of the same", async () => {
  const memory = await learnt(report([result([flaw(1), flaw(2)])]));
  const items = await read(report([result([flaw(1), flaw(2), flaw(1, { InstalledVersion: "2" })])]), memory);
  expect(shown(items)).toEqual(["CVE-2026-1001 1, 2", "known 1"]);
  expect(items.some((item) => item.type === "detection" && item.mark)).toBe(false);
});

it("reads all of a result that is another one now", async () => {
  const memory = await learnt(report([result([flaw(1)])]));
  for (const part of [{ Target: "app (debian 13)" }, { Type: "ubuntu" }, { Class: "lang-pkgs" }])
    expect(shown(await read(report([result([flaw(1)], part)]), memory))).toEqual(["CVE-2026-1001 1"]);
});

it("takes nothing for known that has not said what it is, and doubts what says it twice", async () => {
  const memory = await learnt(report([result([flaw(1)])]));
  const { Type, ...late } = result([flaw(1)]);
  expect(shown(await read(report([{ ...late, Type }]), memory))).toEqual(["CVE-2026-1001 1"]);
  const twice = report([result([flaw(1)])]).replace("}]}]}", '}],"Type":"ubuntu"}]}');
  await expect(read(twice, memory)).rejects.toThrow(Doubt);
});
