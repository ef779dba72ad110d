import { inventoryItems } from "./kubernetes/inventory";
import type { Importer, Sniff } from "./types";

export const kubernetes: Importer = {
  format: "kubernetes",
  detect,
  parse: inventoryItems,
  about: {
    tool: "kubectl, or any source of Kubernetes objects",
    target: "the cluster; the namespace given with --namespace",
    classes: ["inventory"],
    completeness:
      "only the sender's word (--complete), and not for a list that the server cut; covers the kinds of objects that are in the file",
    date: "none in the file",
    units: ["workload", "node", "namespace", "service_account"],
  },
};

/** Reports that come as custom resources are not configuration. */
const reportGroups =
  /\b(?:aquasecurity\.github\.io|wgpolicyk8s\.io|openreports\.io|constraints\.gatekeeper\.sh|reports\.kyverno\.io|spdx\.softwarecomposition\.kubescape\.io|audit\.k8s\.io)\//;

function detect(sniff: Sniff): number {
  const { keys, text, shape } = sniff;
  if (shape === "xml" || shape === "text") return 0;
  const has = (key: string) => keys.includes(key);
  const firstVersion = /["']?apiVersion["']?\s*:\s*["']?([\w./-]+)/.exec(text)?.[1] ?? "";
  if (reportGroups.test(`${firstVersion}/`)) return 0;
  const versions = [...text.matchAll(/["']?apiVersion["']?\s*:\s*["']?([\w./-]+)/g)].map((match) => match[1] ?? "");
  if (has("apiVersion") && has("kind")) {
    if (versions.length > 1 && versions.slice(1).every((version) => reportGroups.test(`${version}/`))) return 0;
    return has("metadata") || has("items") || has("spec") ? 70 : 40;
  }
  if (has("items") && /"(?:containers|nodeInfo|clusterIP)"|\b(?:containers|nodeInfo|clusterIP):/.test(text)) return 60;
  if (has("metadata") && (has("spec") || has("status"))) return hasShape(text) ? 55 : 0;
  return 0;
}

/** Objects without kind are known by what only Kubernetes writes. */
function hasShape(text: string): boolean {
  return (
    /["']?(?:uid|creationTimestamp|resourceVersion|namespace)["']?\s*:/.test(text) &&
    /["']?(?:containers|nodeInfo|clusterIP|finalizers|template|phase)["']?\s*:/.test(text)
  );
}
