import type { Area } from "@/lib/domain/vocabulary";
import type { ShownScore } from "../posture/row";
import type { Sentence } from "../posture/sentences";

export interface FailedUpload {
  report: string;
  at: Date;
  message: string;
}

/** What a tool is to a cluster; a tool that was never heard there has none. */
export interface SourceCell {
  tool: string;
  /** `failed`: the last upload was not read, whatever is known from before. `stale`: nothing within the window. */
  state: "fresh" | "stale" | "failed";
  targets: number;
  staleTargets: number;
  observedAt: Date | null;
  failure: FailedUpload | null;
  /** The last upload where it waits for a decision, since it would close most of what is open. */
  held: string | null;
}

export interface ClusterSources {
  slug: string;
  name: string;
  environment: string;
  overall: ShownScore;
  /** Areas that nothing has ever assessed. */
  unknown: Area[];
  cells: SourceCell[];
  /** The last upload that was not recognised as any tool's. */
  unrecognised: FailedUpload | null;
}

export interface SourcesResult {
  sentences: Sentence[];
  windowDays: number;
  tools: string[];
  clusters: ClusterSources[];
  asOf: Date;
}
