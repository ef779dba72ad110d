import { grouped } from "./grouped";
import { bestTag, compareTags, type VersionTag } from "./image-tag";

/** One version of an image, as reports and configurations know it. */
export interface ImageVersion {
  asset: number;
  tags: readonly string[];
  /** When it was first heard of, milliseconds: the order of those whose tags have none. */
  madeAt: number;
  /** Runs in a workload. */
  placed: boolean;
  /** A complete report has looked for vulnerabilities in it. */
  scanned: boolean;
  /** Tenths of points of what it has, were it to run once. */
  burden: number;
}

export interface ImageMove {
  /** Tells the moves of one image apart: `alpine`, `slim`; "" for plain versions; with `~` those without an order. */
  flavour: string;
  from: number[];
  to: number;
}

interface Ranked extends ImageVersion {
  tag: VersionTag | null;
}

/** Tags without an order: builds (`main-9f8c2ab`) follow each other, channels (`alpine`, `latest`) follow only themselves. */
const flavourOf = ({ tag, tags }: Ranked): string => {
  if (tag) return tag.flavour;
  const channel = tags.find((one) => /^[a-z][a-z._-]*$/i.test(one) && !/^[0-9a-f]{7,}$/i.test(one));
  return channel ? `~${channel}` : "~";
};

/**
 * Where to move each flavour of an image: of the scanned versions that are no older than the newest that runs, the smallest
 * of those with the least in them. Never to an older version, nor to another flavour: that is a change of base image,
 * not an update.
 */
export function imageMoves(versions: readonly ImageVersion[]): ImageMove[] {
  const ranked: Ranked[] = versions.map((version) => ({ ...version, tag: bestTag(version.tags) }));
  const groups = grouped(ranked, flavourOf);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([flavour, group]) => moveOf(flavour, group));
}

/** Most versions of one flavour that are looked at, the newest. */
const mostCandidates = 30;

/** Versions whose content has to be known to say where to move: none where nothing could be moved. */
export function moveCandidates(versions: readonly Omit<ImageVersion, "burden">[]): number[] {
  const ranked = versions.map((version) => ({ ...version, burden: 0, tag: bestTag(version.tags) }));
  return [...grouped(ranked, flavourOf).values()].flatMap((group) => {
    const ordered = group.sort(byAge);
    const newest = ordered.findLastIndex(({ placed }) => placed);
    const found = newest < 0 ? [] : ordered.slice(newest).filter(({ scanned }) => scanned);
    const placed = group.filter((version) => version.placed);
    const others = found.some(({ asset }) => placed.some((version) => version.asset !== asset));
    return others ? found.slice(-mostCandidates).map(({ asset }) => asset) : [];
  });
}

function moveOf(flavour: string, group: Ranked[]): ImageMove[] {
  const ordered = group.sort(byAge);
  const newest = ordered.findLastIndex(({ placed }) => placed);
  if (newest < 0) return [];
  let best: Ranked | null = null;
  for (const version of ordered.slice(newest)) {
    if (version.scanned && (best === null || version.burden < best.burden)) best = version;
  }
  if (best === null) return [];
  const to = best.asset;
  const from = ordered.filter(({ placed, asset }) => placed && asset !== to).map(({ asset }) => asset);
  return from.length === 0 ? [] : [{ flavour, from, to }];
}

function byAge(a: Ranked, b: Ranked): number {
  const tags = a.tag && b.tag ? compareTags(a.tag, b.tag) : 0;
  return tags || a.madeAt - b.madeAt || a.asset - b.asset;
}
