import { plural } from "@/components/ui/format";
import type { RemediationRow } from "@/lib/client/contract/remediation";
import { share } from "./words";

/** How far it is: a bar of what is fixed, and the numbers in words. Exceptions are beside it, not in it. */
export function Progress({ progress, wide = false }: { progress: RemediationRow["progress"]; wide?: boolean }) {
  const { open, fixed, excepted, unproven } = progress;
  const part = share(progress);
  const all = open + fixed + unproven;
  return (
    <div className="space-y-1">
      <div aria-hidden="true" className="flex h-1 overflow-hidden rounded-sm bg-sunken">
        <span className="bg-accent-fill" style={{ width: `${(part ?? 0) * 100}%` }} />
        {unproven > 0 && <span className="hatch" style={{ width: `${(unproven / all) * 100}%` }} />}
      </div>
      <p className="text-small text-ink-2 tabular">
        {part === null ? (excepted > 0 ? "nothing left to fix" : "no findings") : `${fixed} of ${all} fixed`}
        {wide && excepted > 0 && <> · {plural(excepted, "exception")}</>}
        {wide && unproven > 0 && <> · {unproven} not proven</>}
      </p>
    </div>
  );
}
