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

/** Reports that come as custom resources, and audit events, are not configuration. */
const reportGroups =
  /^(?:aquasecurity\.github\.io|wgpolicyk8s\.io|openreports\.io|reports\.x-k8s\.io|constraints\.gatekeeper\.sh|reports\.kyverno\.io|spdx\.softwarecomposition\.kubescape\.io|audit\.k8s\.io)\//;
const versions = /["']?apiVersion["']?\s*:\s*["']?([\w./-]+)/g;
const objectKeys = new Set(["apiVersion", "kind", "metadata", "spec", "status"]);

function detect({ keys, text, shape }: Sniff): number {
  if (shape === "xml" || shape === "text") return 0;
  const has = (key: string) => keys.includes(key);
  // A list's own version, and that of its first object.
  const first = [...text.matchAll(versions)].slice(0, has("items") ? 2 : 1).map((match) => match[1] ?? "");
  if (first.some((version) => reportGroups.test(version)) || has("report") || has("results")) return 0;
  if (has("apiVersion") && has("kind")) return 70;
  if (has("items")) return /["']?(?:containers|nodeInfo|clusterIP)["']?\s*:/.test(text) ? 60 : 0;
  const bare = has("metadata") && (has("spec") || has("status")) && keys.every((key) => objectKeys.has(key));
  return bare && hasShape(text) ? 55 : 0;
}

/** Objects without kind are known by what only Kubernetes writes. */
function hasShape(text: string): boolean {
  return (
    /["']?(?:uid|creationTimestamp|resourceVersion|namespace)["']?\s*:/.test(text) &&
    /["']?(?:containers|nodeInfo|clusterIP|finalizers|template|phase)["']?\s*:/.test(text)
  );
}
