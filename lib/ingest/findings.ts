import { keysAgain } from "./marks";
import type { ResolvedScope } from "./scopes";

/**
 * How many findings a report speaks of, places aside: rules on subjects, with the location for kinds whose findings
 * have one.
 * @param subjectOf id of the subject of an asset
 * @param isLocated of the rule of this code
 */
export function findingsOf(
  scopes: readonly Pick<ResolvedScope, "rows" | "again">[],
  subjectOf: (assetId: number) => number,
  isLocated: (ruleCode: string) => boolean,
): number {
  const found = new Set<number | string>();
  for (const { rows, again } of scopes) {
    for (const { assetId, ruleId, loc, row } of rows) {
      const subject = subjectOf(assetId);
      found.add(isLocated(row.ruleCode) ? `${subject} ${ruleId} ${loc}` : subject * 2 ** 26 + ruleId);
    }
    // Of kinds with locations nothing is recognised.
    if (again) for (const { assetId, ruleId } of keysAgain(again)) found.add(subjectOf(assetId) * 2 ** 26 + ruleId);
  }
  return found.size;
}
