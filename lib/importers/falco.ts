import { alertPattern, falcoItems } from "./falco/events";
import { sniffText } from "./sniff";
import { firstEvent } from "./stream/log-lines";
import type { Importer, Sniff } from "./types";

/**
 * Falco alerts. Severity by priority: Emergency, Alert and Critical are critical, Error is high, Warning medium,
 * Notice low, Informational and Debug info; none is unknown.
 */
export const falco: Importer = {
  format: "falco",
  detect: (sniff) => (looksLikeFalco(sniff) ? 90 : 0),
  parse: falcoItems,
  about: {
    tool: "Falco",
    target: "the cluster; each alert is about the workload of its pod, else the node, else the cluster",
    classes: ["runtime"],
    completeness: "never: events close nothing",
    date: "the time of each event",
    units: [],
  },
};

/** What begins like a log (`kubectl logs`): its first line that is JSON; else the file itself. */
export function alertsIn(sniff: Sniff): Sniff {
  const first = sniff.root === null ? firstEvent(sniff.text, alertPattern) : null;
  return first === null ? sniff : sniffText(first, true);
}

/** The fields that every version prints; the first event may have lost its priority and output. */
export function looksLikeFalco(given: Sniff): boolean {
  const sniff = alertsIn(given);
  if (sniff.root === null) return false;
  const has = (key: string) => sniff.keys.includes(key) || (!sniff.whole && sniff.text.includes(`"${key}"`));
  if (has("specversion") && /"falco\.rule\.output\.v\d"/.test(sniff.text)) return true;
  if (!has("rule")) return false;
  if (has("output_fields") || has("outputFields")) return true;
  return has("output") && has("priority") && has("time");
}
