import { type Area, areas } from "@/lib/domain/vocabulary";
import type { Sentence } from "../posture/sentences";
import type { ClusterSources, SourceCell } from "./record";

const DAY = 86_400_000;
const days = (from: Date, to: Date) => Math.floor((to.getTime() - from.getTime()) / DAY);
const many = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

export const cellHref = (cluster: string, tool: string): string =>
  `/sources?${new URLSearchParams({ tool, on: cluster })}`;

type Place = { cluster: ClusterSources; cell: SourceCell };

/** What the page of sources says first: who fell silent, what could not be read, and what nobody has ever looked at. */
export function sourceSentences(clusters: readonly ClusterSources[], windowDays: number, at: Date): Sentence[] {
  const places = clusters.flatMap((cluster) => cluster.cells.map((cell) => ({ cluster, cell })));
  if (places.length === 0)
    return [
      [{ text: "No source has been heard yet. " }, { text: "Send a first report", href: "/imports" }, { text: "." }],
    ];
  const quietest = longestSilent(places);
  const sentences = [silent(quietest, at), failed(places.filter((one) => one !== quietest[0])), blind(clusters)].filter(
    (one) => one !== null,
  );
  if (sentences.length > 0) return sentences;
  return [
    [{ text: `Every source has spoken within its window of ${windowDays} days, and every area has been assessed.` }],
  ];
}

/** Whatever failed since: nothing that it spoke of was heard of within the window. */
const isSilent = ({ state, targets, staleTargets }: SourceCell): boolean =>
  state === "stale" || (state === "failed" && targets > 0 && staleTargets === targets);

/** Sources that were heard of nothing within the window, the longest silent first. */
function longestSilent(places: readonly Place[]): Place[] {
  const heard = ({ cell }: Place) => cell.observedAt?.getTime() ?? 0;
  return places.filter(({ cell }) => cell.observedAt !== null && isSilent(cell)).sort((a, b) => heard(a) - heard(b));
}

function silent([first, ...others]: readonly Place[], at: Date): Sentence | null {
  if (!first?.cell.observedAt) return null;
  return [
    { text: first.cell.tool, href: cellHref(first.cluster.slug, first.cell.tool) },
    { text: " fell silent on " },
    { text: first.cluster.name, href: `/clusters/${first.cluster.slug}` },
    { text: ` ${days(first.cell.observedAt, at)} days ago` },
    { text: first.cell.failure ? ", and its last report could not be read" : "" },
    { text: others.length > 0 ? `; so did ${many(others.length, "other source")} since.` : "." },
  ];
}

function failed(places: readonly Place[]): Sentence | null {
  const broken = places
    .filter(({ cell }) => cell.failure !== null)
    .sort((a, b) => (b.cell.failure?.at.getTime() ?? 0) - (a.cell.failure?.at.getTime() ?? 0));
  const [first] = broken;
  if (!first?.cell.failure) return null;
  return [
    { text: "The last report of " },
    { text: first.cell.tool, href: cellHref(first.cluster.slug, first.cell.tool) },
    { text: " on " },
    { text: first.cluster.name, href: `/clusters/${first.cluster.slug}` },
    {
      text: ` could not be read${broken.length > 1 ? `, nor that of ${many(broken.length - 1, "other source")}` : ""}.`,
    },
  ];
}

/** A cluster that lacks what others have says more than what everybody lacks; both are said. */
function blind(clusters: readonly ClusterSources[]): Sentence | null {
  const heard = clusters.filter(({ cells }) => cells.length > 0);
  const nowhere = areas.list.filter((area) => heard.every(({ unknown }) => unknown.includes(area)));
  const lacking = heard
    .map((cluster) => ({ cluster, lacks: cluster.unknown.filter((area) => !nowhere.includes(area)) }))
    .filter(({ lacks }) => lacks.length > 0)
    .sort((a, b) => b.lacks.length - a.lacks.length);
  const [first] = lacking;
  const sentence: Sentence = [];
  if (first) {
    sentence.push(
      { text: first.cluster.name, href: `/clusters/${first.cluster.slug}?area=${first.lacks[0]}` },
      { text: ` has no ${list(first.lacks)} evidence` },
    );
    const others = lacking.length - 1;
    if (others > 0)
      sentence.push({ text: `, and ${many(others, "other cluster")} ${others === 1 ? "lacks" : "lack"} some` });
    sentence.push({ text: nowhere.length > 0 ? "; " : "." });
  }
  if (nowhere.length > 0)
    sentence.push({ text: `${first ? "nothing" : "Nothing"} has ever assessed ${list(nowhere)} anywhere.` });
  return sentence.length > 0 ? sentence : null;
}

function list(words: readonly Area[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
