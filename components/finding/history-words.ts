import { severityName } from "@/components/severity/words";
import type { FindingDetail } from "@/lib/client/contract/finding";
import type { Presence, RemediationState, Severity, Work } from "@/lib/domain/vocabulary";
import { dueCauseWords } from "./due-words";
import { workName } from "./words";

type Entry = FindingDetail["history"][number];

const presence: Record<Presence, string> = {
  present: "Found",
  fixed: "Fixed: a complete scan no longer finds it",
  replaced: "Fixed by replacement",
  gone: "Asset gone",
  withdrawn: "Withdrawn by its source",
  quiet: "Quiet: no event for 14 days",
};

const own = <T extends string>(table: Record<T, string>, word: string | null): string | undefined =>
  word !== null && Object.hasOwn(table, word) ? table[word as T] : undefined;

const remediation: Record<RemediationState | "planned", string> = {
  planned: "Planned",
  todo: "To do again",
  in_progress: "In progress",
  awaiting_verification: "Awaits verification",
  verified: "Verified",
  blocked: "Blocked",
  cancelled: "Cancelled",
};

/** Why a due date changed, as the end of a line. */
const becauseOf = (cause: string | null) => {
  const words = own(dueCauseWords, cause);
  return words ? `, as ${words}` : "";
};

/** One line for one entry of the journal. */
export function historyLine({ axis, before, after, note }: Entry): string {
  const from = before === null ? "" : `, was ${before}`;
  switch (axis) {
    case "presence":
      return before !== null && after === "present"
        ? "Found again: reopened"
        : (own(presence, after) ?? `Presence: ${after}`);
    case "work":
      return own<Work>(workName, after) ?? `Work: ${after}`;
    case "assignee":
      return after === null ? "Released" : `Assigned to ${after}`;
    case "severity":
      return `Severity ${own<Severity>(severityName, after)?.toLowerCase() ?? after}${before === null ? "" : `, was ${before}`}`;
    case "points":
      return `${after ?? 0} points${before === null ? "" : `, were ${before}`}`;
    case "team":
      return after === null || after === "unowned" ? `Nobody owns it any more${from}` : `Went to ${after}${from}`;
    case "due":
      return `${after === null ? "No due date any more" : `Due ${after.slice(0, 10)}`}${becauseOf(note)}`;
    case "decision":
      return after === "none" || after === null ? "Decision ended" : `Decided: ${after.replaceAll("_", " ")}`;
    case "exception":
      return after?.startsWith("#")
        ? `By exception ${after}${note ? `: ${note}` : ""}`
        : `Exception ${before ?? ""} ended: ${after ?? ""}`;
    case "fix":
      return after === "available" ? "A fix became available" : `Fix: ${(after ?? "unknown").replaceAll("_", " ")}`;
    case "awaiting":
      return after === "awaiting scan" ? "New version, not scanned yet" : "New version scanned";
    case "place":
      return `Now ${after === null || after === "not deployed" ? "not deployed" : `in ${after}`}${from}`;
    case "fix_team":
      return `To be fixed by ${after ?? "nobody"}${from}`;
    case "area":
      return `Area ${after}${from}`;
    case "created":
      return "Known to be here since then";
    case "flags":
      return after === null || after === "none" ? "No longer exploited or reachable" : `Now ${after}`;
    case "places":
      return `In ${after} ${after === "1" ? "workload" : "workloads"}${from}`;
    case "first_seen":
      return `First seen ${(after ?? "").slice(0, 10)}${before === null ? "" : `, was ${before.slice(0, 10)}`}`;
    case "remediation":
      return `${own(remediation, after) ?? after}: remediation ${note ?? ""}`;
    case "merged":
      return "Merged with the same finding under another name";
    default:
      return `${axis}: ${before ?? "nothing"} → ${after ?? "nothing"}`;
  }
}
