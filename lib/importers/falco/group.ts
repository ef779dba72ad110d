import { assetKey } from "../../domain/identity/asset-key";
import { ruleId } from "../../domain/identity/rule-id";
import { severityOf } from "../../domain/severity/normalise";
import { excerpt } from "../text";
import type { AssetRef, DetectionItem } from "../types";
import type { FalcoEvent } from "./event";
import { assetOf, locationOf } from "./place";

/** Alerts of one rule about one thing at one place. */
interface Group {
  asset: AssetRef;
  location: string;
  count: number;
  firstAt: string | null;
  lastAt: string | null;
  /** The latest, or the last read of undated ones. */
  last: FalcoEvent;
}

/** Groups that are kept before they are given out; more than a busy fleet has in a day. */
const maxGroups = 50_000;

/** Folds alerts into runtime detections with a count. Memory grows with the groups, never with the alerts. */
export class Groups {
  private readonly groups = new Map<string, Group>();

  /** True when it is time to `drain`. */
  add(event: FalcoEvent): boolean {
    const asset = assetOf(event);
    const location = locationOf(event);
    const key = [event.rule, assetKey(asset), location, event.priority ?? ""].join("\u0000");
    const { time } = event;
    const group = this.groups.get(key);
    if (!group) this.groups.set(key, { asset, location, count: 1, firstAt: time, lastAt: time, last: event });
    else {
      group.count++;
      if (time === null || group.lastAt === null || time >= group.lastAt) group.last = event;
      if (time !== null && (group.lastAt === null || time > group.lastAt)) group.lastAt = time;
      if (time !== null && (group.firstAt === null || time < group.firstAt)) group.firstAt = time;
    }
    return this.groups.size >= maxGroups;
  }

  *drain(scope: number): Generator<DetectionItem> {
    for (const group of this.groups.values()) yield detection(group, scope);
    this.groups.clear();
  }
}

/** Tags by which Falco's rules name the technique, as controls: `mitre_execution`, `T1059`, `PCI_DSS_10.2.5`. */
const controlTag = /^(?:mitre_|T\d{4}|PCI_DSS_|NIST_|CIS)/i;

function detection(group: Group, scope: number): DetectionItem {
  const { last } = group;
  const controls = last.tags.filter((tag) => controlTag.test(tag));
  return {
    type: "detection",
    scope,
    asset: group.asset,
    rule: {
      id: ruleId("falco", last.rule),
      title: last.rule.trim(),
      kind: "runtime",
      area: "runtime",
      ...(controls.length > 0 ? { controls } : {}),
    },
    location: group.location,
    severity: severityOf(last.priority),
    rawSeverity: last.priority,
    fixState: "unknown",
    ...(group.firstAt ? { firstAt: group.firstAt } : {}),
    ...(group.lastAt ? { lastAt: group.lastAt } : {}),
    count: group.count,
    rawCount: group.count,
    evidence: evidenceOf(last),
  };
}

const shown: [string, ...string[]][] = [
  ["pod", "k8s.pod.name", "k8smeta.pod.name"],
  ["container", "container.name"],
  ["image", "container.image.repository", "container.image"],
  ["image tag", "container.image.tag"],
  ["process", "proc.exepath", "proc.name"],
  ["command", "proc.cmdline"],
  ["parent", "proc.pname"],
  ["user", "user.name", "ka.user.name", "ct.user"],
  ["file or connection", "fd.name"],
  ["action", "ka.verb"],
  ["resource", "ka.target.resource"],
];

/** The latest alert of the group. */
function evidenceOf(event: FalcoEvent): Record<string, string> {
  const evidence: Record<string, string> = {};
  if (event.output) evidence["last alert"] = excerpt(event.output, 500);
  for (const [label, ...names] of shown) {
    const value = event.field(...names);
    if (value) evidence[label] = excerpt(value, 200);
  }
  if (event.hostname) evidence.host = excerpt(event.hostname, 200);
  if (event.source) evidence.source = event.source;
  return evidence;
}
