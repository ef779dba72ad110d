import { areas } from "@/lib/domain/vocabulary";
import type { PostureResult } from "./posture";
import type { PostureRecord } from "./row";

/** A part of a computed sentence; those with `href` are links. */
export interface SentencePart {
  text: string;
  href?: string;
  mono?: boolean;
}
export type Sentence = SentencePart[];

export interface LargestCause {
  name: string;
  href: string;
  findings: number;
  points: number;
}

const number = new Intl.NumberFormat("en");
const many = (n: number, one: string, more = `${one}s`) => `${number.format(n)} ${n === 1 ? one : more}`;

/** What the overview says first: what got worse and why, what weighs most, what nobody knows. Nothing without a figure. */
export function overviewSentences({ rows, total }: PostureResult, largest: LargestCause | null): Sentence[] {
  if (total.findings === 0 && total.overall.score === null) {
    return [
      [
        { text: "Nothing has been imported yet, so nothing is known. " },
        { text: "Send a first report", href: "/imports" },
        { text: "." },
      ],
    ];
  }
  const sentences: Sentence[] = [trend(rows)];
  const exposed = exploited(rows);
  if (exposed) sentences.push(exposed);
  if (largest) {
    sentences.push([
      { text: "The most risk is in " },
      { text: largest.name, href: largest.href, mono: true },
      { text: `: ${number.format(Math.round(largest.points))} points in ${many(largest.findings, "open finding")}.` },
    ]);
  }
  const unknown = unknownOf(rows);
  if (unknown && sentences.length < 3) sentences.push(unknown);
  return sentences.slice(0, 3);
}

function trend(rows: readonly PostureRecord[]): Sentence {
  const compared = rows.filter((row) => row.key !== null && row.overall.change !== null);
  const fallen = compared
    .filter((row) => (row.overall.change ?? 0) <= -0.5)
    .sort((a, b) => (a.overall.change ?? 0) - (b.overall.change ?? 0));
  const [worst] = fallen;
  if (worst) {
    const area = worstArea(worst);
    return [
      { text: worst.name, href: `/clusters/${worst.key}` },
      { text: ` fell ${Math.abs(worst.overall.change ?? 0)} points in a week` },
      ...(area ? [{ text: ", mostly in " }, { text: area, href: `/findings?cluster=${worst.key}&area=${area}` }] : []),
      { text: fallen.length > 1 ? `; ${many(fallen.length - 1, "other cluster")} got worse too.` : "." },
    ];
  }
  if (compared.length > 0) return [{ text: "No cluster got worse this week." }];
  const [lowest] = rows.filter((row) => row.key !== null && row.overall.score !== null);
  if (!lowest) return [{ text: "Findings are in, but no area of any cluster has been assessed yet." }];
  return [
    { text: lowest.name, href: `/clusters/${lowest.key}` },
    { text: ` scores lowest, ${lowest.overall.score} of 100.` },
  ];
}

function worstArea(row: PostureRecord): string | null {
  const [area] = areas.list
    .filter((word) => (row.areas[word].change ?? 0) < 0)
    .sort((a, b) => (row.areas[a].change ?? 0) - (row.areas[b].change ?? 0));
  return area ?? null;
}

function exploited(rows: readonly PostureRecord[]): Sentence | null {
  const hit = rows
    .filter((row) => row.overall.exposedKev > 0)
    .sort((a, b) => b.overall.exposedKev - a.overall.exposedKev);
  const [most] = hit;
  if (!most?.key) return null;
  const sum = hit.reduce((n, row) => n + row.overall.exposedKev, 0);
  const where = hit.length > 1 ? `, ${most.overall.exposedKev === sum ? "all" : "most"} in ` : " in ";
  return [
    { text: many(sum, "finding"), href: "/findings?kev=true&exposed=true" },
    { text: ` ${sum === 1 ? "is" : "are"} known to be exploited and reachable from the internet${where}` },
    { text: most.name, href: `/findings?cluster=${most.key}&kev=true&exposed=true` },
    { text: "." },
  ];
}

function unknownOf(rows: readonly PostureRecord[]): Sentence | null {
  const blind = rows.filter(
    (row) => row.key !== null && areas.list.some((area) => row.areas[area].state === "unknown"),
  );
  const [first] = [...blind].sort((a, b) => a.overall.coverage - b.overall.coverage);
  if (!first) return null;
  return [
    { text: "Least is known of " },
    { text: first.name, href: `/clusters/${first.key}` },
    { text: `: ${Math.round(first.overall.coverage * 100)} % of it was assessed.` },
  ];
}

/** The first words of a cluster's or a team's page. */
export function placeSentences(row: PostureRecord, what: "cluster" | "team", largest: LargestCause | null): Sentence[] {
  const link = `/findings?${what}=${row.key}`;
  if (row.findings === 0 && row.overall.score === null) return [[{ text: `Nothing is known of this ${what} yet.` }]];
  const open = Object.values(row.open).reduce((sum, n) => sum + n, 0);
  const first: Sentence = [{ text: many(open, "open finding"), href: link }];
  const critical = row.open.critical ?? 0;
  if (critical > 0)
    first.push({ text: ", " }, { text: `${number.format(critical)} critical`, href: `${link}&severity=critical` });
  const fall = row.overall.change;
  first.push({
    text:
      fall === null || Math.abs(fall) < 0.5
        ? "."
        : `; the score ${fall < 0 ? "fell" : "rose"} ${Math.abs(fall)} points in a week.`,
  });
  const sentences: Sentence[] = [first];
  const exposed = exploited([row]);
  if (exposed && what === "cluster") sentences.push(exposed);
  if (largest)
    sentences.push([
      { text: "Most of it weighs on " },
      { text: largest.name, href: largest.href, mono: true },
      { text: "." },
    ]);
  return sentences;
}
