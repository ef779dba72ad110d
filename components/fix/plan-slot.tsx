import type { FixRow } from "@/lib/client/contract/fix";

/** Where a fix is planned as a remediation. */
export function PlanSlot(_: { fix: Pick<FixRow, "id" | "title" | "abilities"> }) {
  return null;
}
