import { shortName } from "@/components/finding/words";
import { ExposedKev } from "@/components/posture/marks";
import { countsInWords, SeverityBar } from "@/components/severity/counts";
import { points } from "@/components/ui/format";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Empty } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import type { Overview } from "@/lib/client/contract/posture";

/** What weighs most, with its place and its mix of severities. */
export function WorstAssets({ assets }: { assets: NonNullable<Overview["worstAssets"]> }) {
  return (
    <Section title="Weighs most" aside={<span className="text-small text-ink-3">points</span>}>
      {assets.length === 0 ? (
        <Empty title="Nothing weighs on anything">No present finding has points.</Empty>
      ) : (
        <LinkList label="Assets with the most points">
          {assets.map((asset) => (
            <LinkRow key={asset.href} href={asset.href}>
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium" data-tip={asset.name}>
                    {shortName(asset.name)}
                  </span>
                  <ExposedKev value={asset.exposedKev} />
                </span>
                <span className="block truncate text-small text-ink-2">
                  {[asset.cluster?.name, asset.namespace].filter(Boolean).join(" / ") || "not deployed"}
                  {" · "}
                  {asset.team ? asset.team.name : <em className="not-italic text-critical">nobody owns it</em>}
                </span>
              </span>
              <SeverityBar counts={asset.open} className="w-20 max-sm:hidden xl:max-2xl:hidden" />
              <span className="sr-only">{countsInWords(asset.open)}</span>
              <span className="w-12 text-right font-medium tabular">{points(asset.points)}</span>
            </LinkRow>
          ))}
        </LinkList>
      )}
    </Section>
  );
}
