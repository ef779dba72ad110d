import { areaName } from "@/components/posture/area-words";
import { cx } from "@/components/ui/cx";
import { count, plural } from "@/components/ui/format";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import type { Trends } from "@/lib/client/contract/trend";

/** Where the change comes from, the largest first. */
export function Drivers({ drivers }: { drivers: Trends["drivers"] }) {
  const moved = drivers.filter(({ points }) => Math.round(points) !== 0);
  return (
    <Section title="What changed most">
      {moved.length === 0 ? (
        <Empty title="Nothing moved">No part of the fleet gained or lost points in these days.</Empty>
      ) : (
        <LinkList label="What changed most">
          {moved.map((one) => (
            <LinkRow key={`${one.cluster?.slug} ${one.team?.slug} ${one.area}`} href={one.href}>
              <span className="min-w-0 flex-1">
                <span className="block truncate">
                  <span className="font-medium">{areaName[one.area]}</span>
                  <span className="text-ink-2">
                    {one.team ? ` · team ${one.team.name}` : ""}
                    {one.cluster ? ` · ${one.cluster.name}` : ""}
                  </span>
                </span>
                <span className="block truncate text-small text-ink-2">{flows(one)}</span>
              </span>
              <span
                className={cx(
                  "text-right whitespace-nowrap tabular",
                  one.points > 0 ? "font-medium text-critical" : "text-ink-2",
                )}
              >
                {one.points > 0 ? "+" : "−"}
                {plural(Math.abs(Math.round(one.points)), "point")}
              </span>
            </LinkRow>
          ))}
        </LinkList>
      )}
    </Section>
  );
}

function flows({ opened, reopened, fixed, open }: Trends["drivers"][number]): string {
  const parts = [
    opened > 0 && `${count(opened)} opened`,
    reopened > 0 && `${count(reopened)} reopened`,
    fixed > 0 && `${count(fixed)} fixed`,
    open !== 0 && `${open > 0 ? "+" : "−"}${count(Math.abs(open))} open`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "nothing came or went";
}
