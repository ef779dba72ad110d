import type { DueWord } from "@/lib/domain/sla/standing";
import type { Area, FixState, Kind, Severity, State } from "@/lib/domain/vocabulary";

/** Filters of a list of findings in words, as GET /findings takes them. */
export interface FindingRequest {
  /** Slugs; `none`: not deployed. */
  cluster?: readonly string[];
  namespace?: readonly string[];
  /** Slugs of the team that runs it; `none`: unowned. */
  team?: readonly string[];
  /** Slugs of the team that can fix it. */
  fixTeam?: readonly string[];
  environment?: readonly string[];
  /** State words, or `open` (all that needs action; the default), `closed`, `all`. */
  state?: readonly string[];
  severity?: readonly Severity[];
  area?: readonly Area[];
  kind?: readonly Kind[];
  fix?: readonly FixState[];
  kev?: boolean;
  exposed?: boolean;
  assignee?: "me" | "none";
  /** How its due date stands: only what needs action has one that does. */
  due?: DueWord;
  /** Name of what the finding is about, exactly. */
  asset?: string;
  q?: string;
}

export type StateWord = State | "closed" | "all";
