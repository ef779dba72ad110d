import type { Severity } from "@/lib/domain/vocabulary";
import { type Area, areas, severities } from "@/lib/domain/vocabulary";
import type { PostureFilter } from "../posture/cells";
import type { Parameters } from "../sql";

export type TrendBy = "cluster" | "team" | "area" | "severity";

/** What a trend is of. Days are ISO dates in UTC, both included. */
export interface TrendRequest extends PostureFilter {
  from?: string;
  to?: string;
  by?: TrendBy;
  area?: Area;
  severity?: Severity;
}

/** SQL of the key of a row of `x`, by what it is of; 0 for everything. */
export const keyOf: Readonly<Record<TrendBy | "all", string>> = {
  cluster: "x.cluster_id",
  team: "x.team_id",
  area: "x.area::int",
  severity: "x.severity::int",
  all: "0",
};

/** The part of an area, as a condition on `x`. */
export function ofArea({ area }: TrendRequest, p: Parameters): string {
  return area === undefined ? "true" : `x.area = ${p.add(areas.code(area), "smallint")}`;
}

export function ofSeverity({ severity }: TrendRequest, p: Parameters): string {
  return severity === undefined ? "true" : `x.severity = ${p.add(severities.code(severity), "smallint")}`;
}
