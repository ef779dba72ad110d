import { shortName, shortVersion } from "@/components/finding/words";
import { areaName } from "@/components/posture/area-words";
import { Part } from "@/components/ui/drawer-part";
import { count, plural, points } from "@/components/ui/format";
import { TextLink } from "@/components/ui/text-link";
import type { FixDetail } from "@/lib/client/contract/fix";
import { Gain } from "./marks";
import { changeText } from "./words";

/** What becomes of points and score, before anything is done. */
export function WhatIf({ fix }: { fix: FixDetail }) {
  const also = [
    fix.accepted > 0 && `${plural(fix.accepted, "accepted finding")} ${fix.accepted === 1 ? "goes" : "go"} as well`,
    fix.added > 0 && `the new version brings ${plural(fix.added, "finding")} of its own`,
  ].filter(Boolean);
  return (
    <>
      <dl className="grid grid-cols-3 gap-px overflow-hidden rounded-md border border-line bg-line">
        <Figure term="findings go" value={count(fix.findings)} />
        <Figure term="points go" value={points(fix.points)} />
        <div className="bg-surface px-3 py-2">
          <dt className="text-small text-ink-2">score</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2">
            <Gain score={fix.score} className="text-title" />
            <span className="text-small text-ink-2 tabular">{changeText(fix.score)}</span>
          </dd>
        </div>
      </dl>
      {also.length > 0 && <p className="text-small text-ink-2">Counted in: {also.join("; ")}.</p>}
    </>
  );
}

function Figure({ term, value }: { term: string; value: string }) {
  return (
    <div className="bg-surface px-3 py-2">
      <dt className="text-small text-ink-2">{term}</dt>
      <dd className="text-title font-medium tabular">{value}</dd>
    </div>
  );
}

/** Clusters, teams and workloads that it touches, with what each wins. */
export function Radius({ fix }: { fix: FixDetail }) {
  const hidden = fix.workloads - fix.touches.length;
  return (
    <Part title="What it touches">
      <table className="w-full text-small">
        <thead>
          <tr className="h-7 text-left text-ink-2">
            <th className="font-normal">Cluster</th>
            <th className="text-right font-normal">Findings</th>
            <th className="text-right font-normal">Points</th>
            <th className="text-right font-normal">Its score</th>
          </tr>
        </thead>
        <tbody>
          {fix.byCluster.map((place) => (
            <tr key={place.cluster?.slug ?? ""} className="h-7 border-t border-line tabular">
              <td>
                {place.cluster ? (
                  <TextLink href={`/clusters/${place.cluster.slug}`}>{place.cluster.name}</TextLink>
                ) : (
                  "Not deployed"
                )}
              </td>
              <td className="text-right">{count(place.findings)}</td>
              <td className="text-right">{points(place.points)}</td>
              <td className="text-right">
                <Gain score={place.score} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {fix.byArea.length > 0 && (
        <p className="mt-2 text-small text-ink-2">
          Score by area: {fix.byArea.map(({ area, score }) => `${areaName[area]} ${changeText(score)}`).join(" · ")}
        </p>
      )}
      {fix.byTeam.length > 0 && (
        <p className="mt-2 text-small text-ink-2">
          Findings by team:{" "}
          {fix.byTeam
            .map(({ team, findings }) => `${team?.name ?? "others, or nobody"} ${count(findings)}`)
            .join(" · ")}
        </p>
      )}
      {fix.touches.length > 0 && (
        <ul aria-label="Workloads that it touches" className="mt-3 space-y-1 text-small">
          {fix.touches.map((one) => (
            <li key={`${one.cluster?.slug} ${one.namespace} ${one.name} ${one.version}`} className="flex gap-2">
              <span className="min-w-0 flex-1 truncate">
                <span className="text-ink-2">{[one.cluster?.name, one.namespace].filter(Boolean).join(" / ")} / </span>
                {shortName(one.name)}
              </span>
              {one.version && <span className="shrink-0 font-mono text-ink-2">{shortVersion(one.version)}</span>}
            </li>
          ))}
        </ul>
      )}
      {fix.touches.length > 0 && hidden > 0 && <p className="mt-1 text-small text-ink-2">and {count(hidden)} more</p>}
    </Part>
  );
}
