import type { SlaPolicy } from "../../domain/sla/policy";

export interface ModelRule {
  id: string;
  kind: number;
  located: boolean;
  kev: boolean;
}

/** Where a version runs. Codes and ids as in the database. */
export interface Place {
  subject: string;
  place: number;
  asset: string;
  workload: string;
  team: number;
  fixTeam: number;
  running: "unknown" | "yes" | "no";
  exposed: boolean;
  since: number | null;
  /** When it was first seen there, as the database has it. */
  arrived?: number | null;
}

export interface Fact {
  asset: string;
  rule: string;
  location: string;
  tool: number;
  /** What narrows the run. */
  profile: string;
  severity: number;
  fixState: number;
  first: number;
  muted?: boolean;
}

/** A complete report of an asset; `rules` are those that it ran, where it lists them. */
export interface Look {
  asset: string;
  kind: number;
  tool: number;
  profile: string;
  rules: string[] | null;
  at: number;
}

/** Where a version ran, until something else took its place; as the database has it. */
export type PastPlace = Pick<Place, "subject" | "place" | "asset" | "workload" | "team" | "since" | "arrived"> & {
  until: number;
};

/** What a report that came late said of a version that ran there when it was made. */
export interface Late {
  place: PastPlace;
  fact: Fact;
}

/** A version that ran somewhere when a report looked at it, for the first time, that came late. */
export interface LateLook {
  place: PastPlace;
  kind: number;
  at: number;
}

/** Keys of what the model knows beside what is compared. */
export const before = Symbol("before");
export const waited = Symbol("waited");

export interface ModelFinding {
  subject: string;
  place: number;
  rule: string;
  location: string;
  team: number;
  fixTeam: number;
  presence: number;
  awaiting: boolean;
  severity: number;
  fixState: number;
  points: number;
  places: number;
  /** KEV, EPSS, exposed, idle as the database keeps them. */
  flags: number;
  witnesses: number;
  first: number;
  stateAt: number;
  state: number;
  decision: number;
  work: number;
  due: number | null;
  dueDays: number | null;
  /** While it awaits a scan: since when it had the state from before. No part of what is compared. */
  [before]?: number;
  /** Since when it waited, where that ended with what state it has. */
  [waited]?: number;
}

export interface Move {
  subject: string;
  fromPlace: number;
  /** null: of any team. */
  fromTeam: number | null;
  toPlace: number;
  toTeam: number;
  /** When it was first seen where it was, where that gives way. */
  arrived?: number | null;
}

export interface Model {
  rules: Map<string, ModelRule>;
  /** Subject → team that can fix it; 0: who runs it. */
  fixTeams: Map<string, number>;
  versioned(subject: string): boolean;
  placements: Place[];
  past: PastPlace[];
  facts: Fact[];
  /** Complete reports that were seen, and what is said now under each name of a run. */
  looks: Look[];
  findings: Map<string, ModelFinding>;
  policy: SlaPolicy;
  /** Of the cluster that a place is in; null: in none. */
  environmentOf(place: number): string | null;
}

export interface Step {
  at: number;
  /** `ASSET RULE LOCATION` that a report says no longer. */
  withdrawn: Set<string>;
  /** When that was, where it was not at `at`. */
  times: Map<string, number>;
  moves: Move[];
  late: Late[];
  looked: LateLook[];
}

export type Key = Pick<ModelFinding, "subject" | "place" | "rule" | "location" | "team">;

export const findingKey = (f: Pick<ModelFinding, "subject" | "place" | "rule" | "location" | "team">) =>
  [f.subject, f.place, f.rule, f.location, f.team].join("|");
