import { describe, expect, it } from "vitest";
import { trends } from "@/components/testing/trends";
import type { TrendRow, Trends } from "@/lib/client/contract/trend";
import { findingsHref, rowHref } from "./address";
import { periodOf } from "./period";
import { type Asked, trendSentences } from "./sentences";

const to = "2026-11-27";
const now = Date.parse(`${to}T09:00:00Z`);
const asked = (more: Partial<Asked> = {}, query = ""): Asked => {
  const address = new URLSearchParams(query);
  return {
    ...{ period: periodOf(address, now), place: null, severity: null, row: (key) => rowHref(address, "team", key) },
    ...{ findings: (narrower) => findingsHref(address, narrower), ...more },
  };
};
const said = (of: Trends, about = asked()) =>
  trendSentences(of, about).map((parts) => parts.map(({ text }) => text).join(""));

/** The same, with so many critical findings at the start and at the end. */
function withCritical(from: number, until: number): Trends {
  const of = trends(to);
  const at = (row: TrendRow): TrendRow => ({
    ...row,
    now: {
      ...row.now,
      start: { ...row.now.start, open: { ...row.now.start.open, critical: from } },
      end: { ...row.now.end, open: { ...row.now.end.open, critical: until } },
    },
  });
  return { ...of, total: at(of.total) };
}

describe("the first words of the page", () => {
  it("say how the worst moved, who did it, how fast, and where it comes from", () => {
    const sentences = said(withCritical(41, 28));
    expect(sentences[0]).toBe(
      "Open critical findings fell from 41 to 28 in the last 30 days; Checkout fixed most; MTTR is 12 days, no change.".replace(
        ", no change",
        "",
      ),
    );
    expect(sentences[1]).toBe(
      "Most of the gain comes from team Checkout in Checkout production (application): 1,240 points less, 12 opened, 58 fixed.",
    );
  });

  it("are of all severities where none is critical, and of the one that was asked for", () => {
    expect(said(withCritical(0, 0))[0]).toMatch(/^Open findings (fell|rose) from/);
    expect(said(withCritical(0, 0), asked({ severity: "high" }))[0]).toMatch(/^Open high findings/);
    expect(said(withCritical(5, 5))[0]).toContain("stayed at 5");
  });

  it("give a verdict on one team", () => {
    const of = trends(to);
    const better = { ...of.total.now, start: { ...of.total.now.start, score: 58, openTotal: 120 } };
    const total = { ...of.total, now: { ...better, end: { ...better.end, score: 71, openTotal: 84 }, mttrDays: 9 } };
    expect(said({ ...of, total }, asked({ place: "Checkout" }, "team=checkout"))[0]).toBe(
      "Checkout is better than 30 days ago: score 58 → 71, open findings 120 → 84, MTTR 9 days, 3 days faster than before.",
    );
  });

  it("compare nothing with what history does not know", () => {
    const [first] = said({ ...withCritical(41, 28), since: "2026-11-03" });
    expect(first).toContain("Open critical findings stand at 28");
    expect(first).not.toMatch(/fell|before/);
    expect(said({ ...trends(to), since: null })).toEqual([
      "There is no history of these days: figures begin with the first report.",
    ]);
  });
});
