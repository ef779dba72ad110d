import { assetPath } from "@/components/finding/words";
import { SeverityLetter } from "@/components/severity/letter";
import { CopyBlock } from "@/components/ui/copy";
import { Part } from "@/components/ui/drawer-part";
import { count, plural } from "@/components/ui/format";
import { LinkList, LinkRow } from "@/components/ui/list";
import { Due } from "@/components/ui/time";
import type { FixDetail } from "@/lib/client/contract/fix";

/** Ready to copy: one of each workload, with what to think of before. */
export function Patches({ patches }: { patches: FixDetail["patches"] }) {
  if (patches.length === 0) return null;
  return (
    <Part title={patches.length === 1 ? "Patch" : "Patches"}>
      {patches.map((patch) => (
        <div key={`${patch.cluster} ${patch.namespace} ${patch.workload}`} className="mb-4 space-y-2 last:mb-0">
          {patches.length > 1 && (
            <p className="font-medium">
              {[patch.cluster, patch.namespace].filter(Boolean).join(" / ")} / {patch.workload}
            </p>
          )}
          <CopyBlock text={patch.yaml} label="Patch" />
          <CopyBlock text={patch.command} label="Command" />
          {patch.notes.length > 0 && (
            <ul className="list-disc space-y-1 pl-5 text-small text-ink-2">
              {patch.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </Part>
  );
}

/** What to upgrade, and to which version at least. */
export function Packages({ packages }: { packages: FixDetail["packages"] }) {
  if (packages.length === 0) return null;
  return (
    <Part title="Packages" aside={plural(packages.length, "package")}>
      <table className="w-full table-fixed text-small">
        <thead>
          <tr className="h-7 text-left text-ink-2">
            <th className="w-2/5 font-normal">Package</th>
            <th className="font-normal">Installed</th>
            <th className="font-normal">At least</th>
            <th className="w-16 text-right font-normal">Flaws</th>
          </tr>
        </thead>
        <tbody>
          {packages.map((one) => (
            <tr key={one.name + one.installed.join()} className="h-7 border-t border-line align-top">
              <td className="truncate py-1 font-mono" data-tip={one.name}>
                {one.name}
              </td>
              <td className="truncate py-1 font-mono text-ink-2" data-tip={one.installed.join(", ")}>
                {one.installed.join(", ") || "–"}
              </td>
              <td className="truncate py-1 font-mono" data-tip={one.fixed ?? "no tool says"}>
                {one.fixed ?? "–"}
              </td>
              <td className="py-1 text-right tabular">{count(one.findings)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

/** The riskiest findings that go. */
export function Findings({ fix }: { fix: FixDetail }) {
  if (fix.worst.length === 0) return null;
  const more = fix.findings - fix.worst.length;
  return (
    <Part title="Findings that go" aside={plural(fix.findings, "finding")}>
      <LinkList label="Findings that go">
        {fix.worst.map((finding) => (
          <LinkRow key={finding.id} href={`/findings?finding=${finding.id}`}>
            <SeverityLetter severity={finding.severity} />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{finding.title}</span>
              <span className="block truncate text-small text-ink-2">
                {finding.kev && <span className="font-medium text-critical">KEV · </span>}
                <span className="font-mono">{finding.rule}</span>
                {" · "}
                {assetPath({ ...finding, asset: { name: finding.asset } })}
              </span>
            </span>
            <span className="shrink-0 text-small">{finding.dueAt && <Due at={finding.dueAt} />}</span>
          </LinkRow>
        ))}
      </LinkList>
      {more > 0 && <p className="mt-2 text-small text-ink-2">and {count(more)} more</p>}
    </Part>
  );
}
