import type { Area, Severity } from "../../vocabulary";

/** One control of Kubernetes objects, whichever tool checks it. */
export interface EquivalentRule {
  /** Canonical id: `k8s:NAME`. */
  id: string;
  title: string;
  severity: Severity;
  area: Area;
  /** Ids of the tools' checks, as `ruleId` makes them. */
  aliases: string[];
}

/** One row; the aliases are written as lines of ids with blanks between. */
export const equivalent = (
  id: string,
  severity: Severity,
  area: Area,
  title: string,
  lines: readonly string[],
): EquivalentRule => ({ id, title, severity, area, aliases: lines.flatMap((line) => line.split(" ")) });
