import { SeverityLetter } from "@/components/severity/letter";
import { Part } from "@/components/ui/drawer-part";
import { plural } from "@/components/ui/format";
import { PlainLink } from "@/components/ui/text-link";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { StateMark } from "./marks";
import { shortName } from "./words";

/** The same rule in other places, as far as the reader may see. */
export function Elsewhere({ finding }: { finding: FindingDetail }) {
  const { elsewhere } = finding;
  const all = `/findings?q=${encodeURIComponent(finding.rule)}&state=all`;
  return (
    <Part title="Where else" aside={elsewhere.length > 0 && <PlainLink href={all}>All with this rule</PlainLink>}>
      {elsewhere.length === 0 ? (
        <p className="text-ink-2">Nowhere else within what you may see.</p>
      ) : (
        <>
          <p className="sr-only">{plural(elsewhere.length, "other finding")}</p>
          <ul className="divide-y divide-line text-small">
            {elsewhere.map((one) => (
              <li key={one.id} className="flex min-h-8 items-center gap-2 py-1">
                <SeverityLetter severity={one.severity} />
                <PlainLink
                  href={`/findings?q=${encodeURIComponent(finding.rule)}&state=all&finding=${one.id}`}
                  className="min-w-0 truncate"
                >
                  {[one.cluster ?? "not deployed", one.namespace, shortName(one.asset)].filter(Boolean).join(" / ")}
                </PlainLink>
                <span className="ml-auto flex shrink-0 items-center gap-3">
                  <span className="text-ink-2 max-sm:hidden">{one.team ?? "unowned"}</span>
                  <StateMark state={one.state} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}
