import type { z } from "zod";
import { areaName } from "@/components/posture/area-words";
import { severityName } from "@/components/severity/words";
import { count, plural } from "@/components/ui/format";
import type { Sentence } from "@/lib/client/contract/posture";
import type { TrendRow, Trends } from "@/lib/client/contract/trend";
import { type Severity, severities } from "@/lib/domain/vocabulary";
import { difference, flowChange, inUnit, isBetter, knownBefore, openChange, scoreChange } from "./change";
import type { Period } from "./period";

type Words = z.infer<typeof Sentence>;

export interface Asked {
  period: Period;
  /** Name of the team or cluster that the page is narrowed to. */
  place: string | null;
  severity: string | null;
  /** Address of the list of findings, narrowed like the page. */
  findings: (more: Record<string, string>) => string;
  /** Address of this page narrowed to a row of its table. */
  row: (key: string | null) => string;
}

/** What the page of trends says first: did it get better, who did it, how fast, and what the change comes from. */
export function trendSentences(trends: Trends, asked: Asked): Words[] {
  if (trends.since === null || trends.since > trends.to)
    return [[{ text: "There is no history of these days: figures begin with the first report." }]];
  const sentences = [
    asked.place ? verdict(trends, asked.place, asked) : course(trends, asked),
    cause(trends),
    worse(trends, asked),
  ];
  return sentences.filter((one) => one !== null);
}

/** Open findings, of the worst severity that there is unless one was asked for. */
function subject(
  { now }: TrendRow,
  { severity, findings }: Asked,
): { text: string; href: string; from: number; to: number } {
  const asked = severity !== null && severities.is(severity) ? severity : null;
  const one: Severity | null =
    asked ?? ((now.start.open.critical ?? 0) + (now.end.open.critical ?? 0) > 0 ? "critical" : null);
  if (one === null)
    return { text: "Open findings", href: findings({}), from: now.start.openTotal, to: now.end.openTotal };
  return {
    text: `Open ${severityName[one].toLowerCase()} findings`,
    href: findings({ severity: one }),
    from: now.start.open[one] ?? 0,
    to: now.end.open[one] ?? 0,
  };
}

function course(trends: Trends, asked: Asked): Words {
  const { total, rows, since, by } = trends;
  const { text, href, from, to } = subject(total, asked);
  const known = since !== null && since < total.now.from;
  const moved = !known
    ? ` stand at ${count(to)}`
    : from === to
      ? ` stayed at ${count(to)} in ${asked.period.text}`
      : ` ${to < from ? "fell" : "rose"} from ${count(from)} to ${count(to)} in ${asked.period.text}`;
  const sentence: Words = [{ text, href }, { text: moved }];
  const [most] = [...rows].sort((a, b) => b.now.fixed - a.now.fixed);
  if (rows.length > 1 && most && most.now.fixed > 0 && (by === "team" || by === "cluster")) {
    sentence.push({ text: "; " }, { text: most.name, href: asked.row(most.key) });
    sentence.push({ text: by === "team" ? " fixed most" : " saw most fixed" });
  }
  sentence.push({ text: `${speed(trends, "; MTTR is ")}.` });
  return sentence;
}

function speed(trends: Trends, before: string): string {
  const change = flowChange(trends.total, "mttrDays", knownBefore(trends) === "whole");
  if (change.now === null) return "";
  const by = difference(change);
  const faster =
    by === null || by === 0 ? "" : `, ${inUnit(Math.abs(by), "days")} ${by < 0 ? "faster" : "slower"} than before`;
  return `${before}${inUnit(change.now, "days")}${faster}`;
}

/** "Checkout is better than 30 days ago: score 64 → 71, open findings 120 → 84, MTTR 9 days, 3 days faster than before." */
function verdict(trends: Trends, place: string, asked: Asked): Words {
  const [score, open] = [scoreChange(trends.total), openChange(trends.total, trends.since)];
  const better = isBetter(score) ?? isBetter(open);
  const opening =
    open.before === null && score.before === null
      ? `${place} has no figures of ${asked.period.ago} to compare with`
      : `${place} is ${better === null ? "as it was" : better ? "better than" : "worse than"} ${asked.period.ago}`;
  const parts = [
    score.now !== null &&
      `score ${score.before !== null ? `${inUnit(score.before, "score")} → ` : ""}${inUnit(score.now, "score")}`,
    `open findings ${open.before !== null ? `${count(open.before)} → ` : ""}${count(open.now ?? 0)}`,
    speed(trends, "MTTR "),
  ];
  return [{ text: `${opening}: ${parts.filter(Boolean).join(", ")}.` }];
}

/** Why: the part of the fleet that moved the points most. */
function cause({ drivers, total, since }: Trends): Words | null {
  const [first] = drivers;
  if (!first || Math.abs(first.points) < 1 || since === null || since >= total.now.from) return null;
  const area = areaName[first.area].toLowerCase();
  const where = [first.team && `team ${first.team.name}`, first.cluster && `in ${first.cluster.name}`].filter(Boolean);
  const what = [
    first.opened > 0 && `${count(first.opened)} opened`,
    first.reopened > 0 && `${count(first.reopened)} reopened`,
    first.fixed > 0 && `${count(first.fixed)} fixed`,
  ].filter(Boolean);
  return [
    { text: `Most of the ${first.points < 0 ? "gain" : "loss"} comes from ` },
    { text: where.length > 0 ? `${where.join(" ")} (${area})` : area, href: first.href },
    {
      text: `: ${count(Math.abs(Math.round(first.points)))} points ${first.points < 0 ? "less" : "more"}${what.length > 0 ? `, ${what.join(", ")}` : ""}.`,
    },
  ];
}

/** Who went the other way; not said where the page is of one place. */
function worse({ rows, by, since }: Trends, asked: Asked): Words | null {
  if (asked.place || (by !== "team" && by !== "cluster")) return null;
  const grown = rows
    .map((row) => ({ row, by: difference(openChange(row, since)) ?? 0 }))
    .filter((one) => one.by > 0)
    .sort((a, b) => b.by - a.by);
  const [first] = grown;
  if (!first) return null;
  return [
    { text: first.row.name, href: asked.row(first.row.key) },
    { text: ` has ${plural(first.by, "open finding")} more than ${asked.period.ago}` },
    { text: grown.length > 1 ? `, and ${plural(grown.length - 1, `other ${by}`)} more too.` : "." },
  ];
}
