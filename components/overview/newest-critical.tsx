import { shortName, shortRule } from "@/components/finding/words";
import { SeverityLetter } from "@/components/severity/letter";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { PlainLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { Overview } from "@/lib/client/contract/posture";

export function NewestCritical({ findings, all }: { findings: NonNullable<Overview["newestCritical"]>; all: string }) {
  return (
    <Section
      title="Newest critical"
      aside={
        <PlainLink href={all} className="text-small text-accent">
          All
        </PlainLink>
      }
    >
      {findings.length === 0 ? (
        <Empty title="Nothing critical is open">The rest is in the list of findings.</Empty>
      ) : (
        <LinkList label="Newest critical findings">
          {byRule(findings).map(({ finding, places }) => (
            <LinkRow key={finding.id} href={places > 1 ? everywhere(finding.rule) : `${open}&finding=${finding.id}`}>
              <SeverityLetter severity={finding.severity} />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{finding.title}</span>
                <span className="block truncate text-small text-ink-2">
                  {finding.kev && <span className="font-medium text-critical">KEV · </span>}
                  <span className="font-mono">{shortRule(finding)}</span>
                  {" · "}
                  {[finding.cluster?.name ?? "not deployed", shortName(finding.asset)].join(" / ")}
                </span>
              </span>
              <span className="shrink-0 text-right text-small text-ink-2">
                <Ago at={finding.firstSeenAt} />
                {places > 1 && <span className="block tabular">{places} places</span>}
              </span>
            </LinkRow>
          ))}
        </LinkList>
      )}
    </Section>
  );
}

const open = "/findings?severity=critical&sort=newest";
const everywhere = (rule: string) => `${open}&q=${encodeURIComponent(rule)}`;

type Newest = NonNullable<Overview["newestCritical"]>[number];

/** One line per rule, the newest place first: the same flaw in six places is one piece of news. */
function byRule(findings: Newest[]) {
  const groups = new Map<string, { finding: Newest; places: number }>();
  for (const finding of findings) {
    const group = groups.get(finding.rule);
    if (group) group.places++;
    else groups.set(finding.rule, { finding, places: 1 });
  }
  return [...groups.values()];
}
