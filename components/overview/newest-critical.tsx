import { SeverityLetter } from "@/components/severity/letter";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { PlainLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { Overview } from "@/lib/client/contract/posture";

export function NewestCritical({ findings, all }: { findings: Overview["newestCritical"]; all: string }) {
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
          {findings.map((finding) => (
            <LinkRow key={finding.id} href={`/findings?finding=${finding.id}&severity=critical&sort=newest`}>
              <SeverityLetter severity={finding.severity} />
              <span className="min-w-0 flex-1">
                <span className="block truncate">{finding.title}</span>
                <span className="block truncate text-small text-ink-2">
                  {finding.kev && <span className="font-medium text-critical">KEV · </span>}
                  <span className="font-mono">{finding.rule}</span>
                  {" · "}
                  {[finding.cluster?.name, finding.asset].filter(Boolean).join(" / ")}
                </span>
              </span>
              <span className="text-small text-ink-2">
                <Ago at={finding.firstSeenAt} />
              </span>
            </LinkRow>
          ))}
        </LinkList>
      )}
    </Section>
  );
}
