import { expect, it } from "vitest";
import { FindingQuery } from "@/lib/client/contract/finding";
import type { DigestNews, Tally } from "@/lib/queries/notice/digest";
import { digestWords } from "./digest-words";

const tally = (name: string): Tally => ({ name, slug: name, findings: 2, kev: 1, bySeverity: { high: 2 } });
const news: DigestNews = {
  fresh: tally("all"),
  rules: [{ code: "CVE-2026-1", title: "One", severity: "high", kev: true, exposed: false, findings: 2, workloads: 1 }],
  assets: [tally("docker.io/acme/a")],
  teams: [tally("red")],
  baseline: [tally("east")],
  ...{ reopened: 1, fixed: 1, listed: 3, overdue: 4, dueSoon: 5 },
};

it("links to what it counts", () => {
  const lines = new Map(digestWords(news)?.lines.map(({ text, path }) => [text, path]));
  expect(lines.get("4 findings became overdue")).toBe("/findings?due=breached&sort=due");
  expect(lines.get("5 findings will be due within a week")).toBe("/findings?due=soon&sort=due");
  expect(lines.get("3 findings became known to be exploited")).toBe("/findings?kev=true");
});

it("asks the list nothing that it does not understand", () => {
  for (const { path } of digestWords(news)?.lines ?? []) {
    const { pathname, searchParams } = new URL(path, "http://localhost");
    if (pathname !== "/findings") continue;
    const asked = Object.fromEntries(searchParams);
    const known = FindingQuery.parse(asked);
    for (const name of Object.keys(asked)) expect(known, path).toHaveProperty(name);
  }
});
