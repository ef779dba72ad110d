import { withAsOf } from "@/components/frame/as-of";
import { areaName } from "@/components/posture/area-words";
import { count } from "@/components/ui/format";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { Ago } from "@/components/ui/time";
import type { Overview } from "@/lib/client/contract/posture";

/** So many lines are read; the rest is a page of its own. */
const most = 8;

/** Places where nobody looked, or not lately, and findings that nobody owns. */
export function BlindSpots({
  unknown,
  unowned,
  unownedHref,
  asOf = null,
}: {
  unknown: Overview["unknown"];
  unowned: number;
  unownedHref: string;
  /** The past day that they are of. */
  asOf?: string | null;
}) {
  const groups = byCluster(unknown);
  return (
    <Section title="What is not known">
      {groups.length === 0 && unowned === 0 ? (
        <Empty title="No blind spots">
          Every area of every cluster has fresh evidence, and everything has an owner.
        </Empty>
      ) : (
        <LinkList label="What is not known">
          {unowned > 0 && (
            <LinkRow href={asOf ? null : unownedHref}>
              <span className="hatch size-4.5 shrink-0 rounded-sm" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <span className="block">
                  <span className="font-medium tabular">{count(unowned)}</span> findings that nobody owns
                </span>
                <span className="block text-small text-ink-2">No ownership rule gives their assets to a team.</span>
              </span>
            </LinkRow>
          )}
          {groups.slice(0, most).map((group) => (
            <LinkRow key={group.key} href={withAsOf(`/clusters/${group.cluster.slug}?area=${group.areas[0]}`, asOf)}>
              <span className="hatch size-4.5 shrink-0 rounded-sm" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <span className="block truncate">
                  <span className="font-medium">{group.cluster.name}</span>:{" "}
                  {group.areas.map((area) => areaName[area].toLowerCase()).join(", ")}
                </span>
                <span className="block truncate text-small text-ink-2">{group.reason}</span>
              </span>
              {group.observedAt && (
                <span className="text-small text-ink-2">
                  <Ago at={group.observedAt} />
                </span>
              )}
            </LinkRow>
          ))}
          {groups.length > most && (
            <LinkRow href={asOf ? null : "/sources"}>
              <span className="text-ink-2">
                and <span className="tabular">{groups.length - most}</span> more
              </span>
            </LinkRow>
          )}
        </LinkList>
      )}
    </Section>
  );
}

type Gap = Overview["unknown"][number];

/** One line per cluster and reason, so that five unknown areas of one cluster are one line and not five. */
function byCluster(unknown: Gap[]) {
  const groups = new Map<
    string,
    Pick<Gap, "cluster" | "reason" | "observedAt"> & { key: string; areas: Gap["area"][] }
  >();
  for (const gap of unknown) {
    const key = `${gap.cluster.slug} ${gap.state} ${gap.state === "stale" ? gap.reason : ""}`;
    const group = groups.get(key);
    if (group) group.areas.push(gap.area);
    else
      groups.set(key, { key, cluster: gap.cluster, reason: gap.reason, observedAt: gap.observedAt, areas: [gap.area] });
  }
  return [...groups.values()];
}
