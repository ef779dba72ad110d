import { PlanFix } from "@/components/remediation/plan-fix";
import type { FixRow } from "@/lib/client/contract/fix";

/** Where a fix is planned as a remediation. */
export function PlanSlot({ fix }: { fix: Pick<FixRow, "id" | "title" | "teams" | "fixTeam" | "dueAt" | "abilities"> }) {
  return (
    <PlanFix
      id={fix.id}
      title={fix.title}
      team={fix.fixTeam ?? fix.teams[0] ?? null}
      dueAt={fix.dueAt}
      may={fix.abilities["remediations.write"] === true}
    />
  );
}
