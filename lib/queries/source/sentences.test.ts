import { describe, expect, it } from "vitest";
import type { Area } from "@/lib/domain/vocabulary";
import type { Sentence } from "../posture/sentences";
import type { ClusterSources, SourceCell } from "./record";
import { sourceSentences } from "./sentences";

const at = new Date("2026-11-27T12:00:00Z");
const ago = (days: number) => new Date(at.getTime() - days * 86_400_000);

const cell = (tool: string, days: number, more: Partial<SourceCell> = {}): SourceCell => ({
  tool,
  state: days > 30 ? "stale" : "fresh",
  targets: 4,
  staleTargets: days > 30 ? 4 : 0,
  observedAt: ago(days),
  failure: null,
  held: null,
  ...more,
});
const cluster = (slug: string, cells: SourceCell[], unknown: Area[] = []): ClusterSources => ({
  slug,
  name: slug,
  environment: "production",
  overall: {
    ...{ score: 80, state: "known", coverage: 0.8, change: null, reason: null, points: 0, acceptedPoints: 0 },
    ...{ exposedKev: 0, observedAt: null },
  },
  unknown,
  cells,
  unrecognised: null,
});
const said = (clusters: ClusterSources[]) =>
  sourceSentences(clusters, 30, at).map((sentence: Sentence) => sentence.map(({ text }) => text).join(""));

describe("what the page of sources says first", () => {
  it("names the source that has been silent the longest, and counts the others", () => {
    const fleet = [cluster("eu-batch", [cell("kube-bench", 46), cell("trivy", 1)]), cluster("us", [cell("falco", 33)])];
    expect(said(fleet)).toEqual(["kube-bench fell silent on eu-batch 46 days ago; so did 1 other source since."]);
  });

  it("does not call silent who was heard of some of its targets", () => {
    expect(said([cluster("eu", [cell("trivy", 1, { staleTargets: 3 })])])).toEqual([
      "Every source has spoken within its window of 30 days, and every area has been assessed.",
    ]);
  });

  it("tells of a report that could not be read", () => {
    const failure = { report: "7", at: ago(0), message: "the file ends early" };
    expect(said([cluster("eu", [cell("grype", 2, { state: "failed", failure })])])).toEqual([
      "The last report of grype on eu could not be read.",
    ]);
  });

  it("says it once where the silent one is also the broken one", () => {
    const failure = { report: "7", at: ago(0), message: "the file ends early" };
    expect(said([cluster("eu", [cell("kube-bench", 46, { state: "failed", failure })])])).toEqual([
      "kube-bench fell silent on eu 46 days ago, and its last report could not be read.",
    ]);
  });

  it("says what one cluster lacks that others have, apart from what nobody has", () => {
    const fleet = [
      cluster("a", [cell("trivy", 1)], ["people"]),
      cluster("edge", [cell("trivy", 1)], ["host", "network", "people"]),
    ];
    expect(said(fleet)).toEqual(["edge has no host or network evidence; nothing has ever assessed people anywhere."]);
  });

  it("asks for a first report where there is none", () => {
    expect(said([cluster("new", [], ["host"])])[0]).toMatch(/^No source has been heard yet/);
  });
});
