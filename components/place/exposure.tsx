import { SeverityBar } from "@/components/severity/counts";
import { points } from "@/components/ui/format";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { PlainLink } from "@/components/ui/text-link";
import type { PlaceDetail } from "@/lib/client/contract/posture";

/** What the internet can reach, the heaviest first: the workloads where points count twice. */
export function Exposure({
  workloads,
  findings,
}: {
  workloads: NonNullable<PlaceDetail["workloads"]>;
  findings: string;
}) {
  const exposed = workloads.filter((one) => one.exposed).slice(0, 8);
  return (
    <Section
      title="Reachable from the internet"
      aside={
        <PlainLink href={findings} className="text-small text-accent">
          Findings there
        </PlainLink>
      }
    >
      {exposed.length === 0 ? (
        <Empty title="Nothing that is known to be">As far as Services and Ingresses were imported.</Empty>
      ) : (
        <LinkList label="Workloads reachable from the internet">
          {exposed.map((one) => (
            <LinkRow
              key={`${one.cluster.slug}/${one.namespace}/${one.name}`}
              href={`/findings?cluster=${one.cluster.slug}&namespace=${encodeURIComponent(one.namespace)}&asset=${encodeURIComponent(one.name)}`}
            >
              <span className="min-w-0 flex-1 truncate">
                <span className="text-ink-2">{one.namespace} / </span>
                <span className="font-medium">{one.name}</span>
              </span>
              <SeverityBar counts={one.open} className="w-20" />
              <span className="w-14 text-right font-medium tabular">{points(one.points)}</span>
            </LinkRow>
          ))}
        </LinkList>
      )}
    </Section>
  );
}
