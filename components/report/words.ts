import type { z } from "zod";
import { count, plural } from "@/components/ui/format";
import type { ImportResult, Report, ReportState } from "@/lib/client/contract/report";

type State = z.infer<typeof ReportState>;
type Result = z.infer<typeof ImportResult>;

export const reportStateName: Record<State, string> = {
  receiving: "Receiving",
  queued: "Waiting",
  processing: "Reading",
  done: "Imported",
  held: "Held",
  failed: "Failed",
};

export const runningStates: readonly State[] = ["receiving", "queued", "processing"];

/** Share done, 0–1; null when there is nothing to tell yet. */
export function shareDone({ progress, state }: Report): number | null {
  if (!runningStates.includes(state) || progress.bytes === 0) return null;
  return Math.min(1, progress.bytesDone / progress.bytes);
}

/** Formats that say nothing of findings by themselves. */
const withoutFindings: Readonly<Record<string, string>> = {
  kubernetes: "inventory read",
  epss: "no finding changed",
  kev: "no finding changed",
};

/** "41 new, 2 reopened, 12 closed, 8 changed": what an import did, without its noughts. */
export function resultInWords(result: Result, format: string | null): string {
  const parts = [
    result.created > 0 && `${count(result.created)} new`,
    result.reopened > 0 && `${count(result.reopened)} reopened`,
    result.closed > 0 && `${count(result.closed)} closed`,
    result.updated > 0 && `${count(result.updated)} changed`,
  ].filter(Boolean);
  if (parts.length > 0) return parts.join(", ");
  if (result.unchanged > 0) return `${plural(result.unchanged, "finding")} as before`;
  return (format !== null && withoutFindings[format]) || "no findings";
}

/** `user:ada@example.org` → "ada@example.org"; tokens and the system say what they are. */
export function senderInWords(sender: string | null): string {
  if (sender === null) return "";
  const [kind, name = ""] = sender.split(/:(.*)/s);
  if (kind === "user") return name;
  return kind === "token" ? `token ${name}` : sender;
}
