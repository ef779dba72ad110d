import type { RemediationState } from "@/lib/domain/vocabulary";

export type RemediationSort = "due" | "newest" | "points";

/** What a list of remediations is narrowed to, in the words of the API. */
export interface RemediationRequest {
  team?: string[];
  state?: (RemediationState | "active")[];
  assignee?: "me" | "none" | number;
  due?: "overdue" | "week" | "none";
  /** Planned from this fix. */
  fix?: number;
  /** Has this finding. */
  finding?: string;
  q?: string;
}
