import { SeverityLetter } from "@/components/severity/letter";
import { Part } from "@/components/ui/drawer-part";
import { plural } from "@/components/ui/format";
import { Ago } from "@/components/ui/time";
import type { FindingDetail } from "@/lib/client/contract/finding";

type Evidence = FindingDetail["evidence"][number];

/** What each tool says, in its own words, and how old that is. */
export function EvidenceList({ finding }: { finding: FindingDetail }) {
  const tools = new Set(finding.evidence.map((one) => one.tool));
  return (
    <Part title="Evidence" aside={`${plural(tools.size, "witness", "witnesses")}`}>
      {finding.evidence.length === 0 && <p className="text-ink-2">No report holds this finding at present.</p>}
      <ul className="space-y-3">
        {finding.evidence.map((one) => (
          <li key={`${one.tool} ${one.asset} ${one.package} ${one.firstSeenAt} ${JSON.stringify(one.fields)}`}>
            <Witness evidence={one} />
          </li>
        ))}
      </ul>
      <Silent finding={finding} />
      <Opinions finding={finding} />
    </Part>
  );
}

function Witness({ evidence }: { evidence: Evidence }) {
  const facts: [string, string][] = [
    ...(evidence.package ? [["Package", evidence.package] as [string, string]] : []),
    ...(evidence.installed ? [["Installed", evidence.installed] as [string, string]] : []),
    ...(evidence.fixed ? [["Fixed in", evidence.fixed] as [string, string]] : []),
    ...Object.entries(evidence.fields).map(([name, value]) => [name, inWords(value)] as [string, string]),
  ];
  return (
    <article className={`rounded-md border border-line ${evidence.stale ? "hatch" : ""}`}>
      <header className="flex items-center gap-2 rounded-t-md bg-sunken px-3 py-1.5 text-small">
        <SeverityLetter severity={evidence.severity} />
        <span className="font-medium whitespace-nowrap">{evidence.tool}</span>
        <span className="min-w-0 truncate font-mono text-ink-2">{evidence.asset}</span>
        <span className="ml-auto shrink-0 text-ink-2">
          {evidence.overruled ? "overruled, " : evidence.stale ? "stale, " : ""}
          {evidence.observedAt ? <Ago at={evidence.observedAt} suffix=" ago" /> : "no date"}
        </span>
      </header>
      <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1 rounded-b-md bg-surface px-3 py-2 text-small">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd className="min-w-0 font-mono break-words">{value}</dd>
          </div>
        ))}
        <dt className="text-ink-2">Since</dt>
        <dd>
          <Ago at={evidence.firstSeenAt} suffix=" ago" />
        </dd>
      </dl>
    </article>
  );
}

function inWords(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  return JSON.stringify(value);
}

/** Who looked at the same and does not say it, so that silence is told apart from not having looked. */
function Silent({ finding }: { finding: FindingDetail }) {
  if (finding.silent.length === 0) return null;
  return (
    <div className="mt-3 text-small">
      <p className="text-ink-2">Looked at the same and does not report it</p>
      <ul className="mt-1 space-y-1">
        {finding.silent.map((one) => (
          <li key={`${one.tool} ${one.asset}`} className="flex items-baseline gap-2">
            <span className="font-medium whitespace-nowrap">{one.tool}</span>
            <span className="min-w-0 truncate font-mono text-ink-2">{one.asset}</span>
            <span className="ml-auto shrink-0 text-ink-2">
              {one.stale ? "stale, " : ""}
              <Ago at={one.observedAt} suffix=" ago" />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const sourceName: Record<string, string> = { ghsa: "GHSA", nvd: "NVD" };

/** Every opinion on the severity, and whose holds: the first of distribution, GHSA, NVD and tool; the higher of a tie. */
function Opinions({ finding }: { finding: FindingDetail }) {
  const { opinions } = finding.ruleInfo;
  if (opinions.length === 0) return null;
  const [deciding] = opinions.filter((one) => one.decides);
  return (
    <div className="mt-3 text-small">
      <p className="text-ink-2">
        {deciding
          ? `${deciding.by} decides the severity, ${why(deciding.source)}`
          : "Opinions on the severity (distribution before GHSA before NVD before tool)"}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {opinions.map((one) => (
          <li key={`${one.by} ${one.source}`} className="flex items-center gap-1.5">
            <SeverityLetter severity={one.severity} />
            <span className={one.decides ? "font-medium" : ""}>{one.by}</span>
            {one.source !== one.by && <span className="text-ink-2">({sourceName[one.source] ?? one.source})</span>}
            {one.decides && <span className="text-ink-2">decides</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function why(source: string): string {
  if (source === "distribution") return "as a distribution knows its own packages best";
  if (source === "ghsa") return "as no distribution rates it";
  if (source === "nvd") return "as neither a distribution nor GHSA rates it";
  return "as nobody but the tools rates it";
}
