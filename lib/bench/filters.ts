import type { FindingRequest } from "../queries/finding/request";
import type { Names } from "./reads";

/**
 * Filter sets of the list of findings: each filter that the page offers alone, the combinations that links lead to,
 * and such as leave little of much, by what the roll-up counts and by what it does not.
 */
export function filters({ cluster, team, namespace, rule, image }: Names): [string, FindingRequest][] {
  return [
    ["all open", {}],
    ["severity", { severity: ["critical"] }],
    ["cluster", { cluster: [cluster] }],
    ["cluster and severity", { cluster: [cluster], severity: ["critical", "high"] }],
    ["environment and kind", { environment: ["production"], kind: ["misconfiguration"] }],
    ["not deployed", { cluster: ["none"] }],
    ["team", { team: [team] }],
    ["unowned", { team: ["none"] }],
    ["fix team", { fixTeam: [team] }],
    ["namespace", { cluster: [cluster], namespace: [namespace] }],
    ["namespace of any cluster", { namespace: [namespace] }],
    ["area", { area: ["application"] }],
    ["secrets", { kind: ["secret"] }],
    ...states({ team }),
    ...marks({ cluster, team, namespace }),
    ...dues({ cluster, team }),
    ["image", { asset: image }],
    ["image, all states, fix available", { asset: image, state: ["all"], fix: ["available"] }],
    ["rule, all states", { q: rule, state: ["all"] }],
    ["text and severity", { q: "weakness", severity: ["high"] }],
    ["text of a cluster, exposed", { q: "image-1", cluster: [cluster], exposed: true }],
  ];
}

function states({ team }: Pick<Names, "team">): [string, FindingRequest][] {
  return [
    ["closed", { state: ["closed"] }],
    ["all states", { state: ["all"] }],
    ["in progress", { state: ["in_progress"] }],
    ["accepted, critical", { state: ["accepted"], severity: ["critical"] }],
    ["false positives of a team", { state: ["false_positive"], team: [team] }],
    ["fixed, critical and high", { state: ["fixed", "replaced"], severity: ["critical", "high"] }],
  ];
}

function marks({
  cluster,
  team,
  namespace,
}: Pick<Names, "cluster" | "team" | "namespace">): [string, FindingRequest][] {
  return [
    ["fix available", { fix: ["available"] }],
    ["no fix, low", { fix: ["none"], severity: ["low"] }],
    ["will not be fixed, info, of a team", { fix: ["wont_fix"], severity: ["info"], team: [team] }],
    ["KEV", { kev: true }],
    ["KEV of a cluster", { kev: true, cluster: [cluster] }],
    ["KEV, all states", { kev: true, state: ["all"] }],
    ["KEV and exposed", { kev: true, exposed: true }],
    ["exposed", { exposed: true }],
    ["exposed, critical", { exposed: true, severity: ["critical"] }],
    ["exposed, of a namespace, fix available", { exposed: true, namespace: [namespace], fix: ["available"] }],
    ["assigned to me", { assignee: "me" }],
    ["assigned to me, high", { assignee: "me", severity: ["high"] }],
    ["unassigned", { assignee: "none" }],
    ["unassigned critical of a team", { team: [team], severity: ["critical"], assignee: "none" }],
    ["in progress of nobody", { state: ["in_progress"], assignee: "none" }],
  ];
}

function dues({ cluster, team }: Pick<Names, "cluster" | "team">): [string, FindingRequest][] {
  return [
    ["breached", { due: "breached" }],
    ["breached of a fix team", { due: "breached", fixTeam: [team] }],
    ["breached of a cluster, critical", { due: "breached", cluster: [cluster], severity: ["critical"] }],
    ["breached, KEV", { due: "breached", kev: true }],
    ["at risk", { due: "at_risk" }],
    ["at risk, exposed, unassigned", { due: "at_risk", exposed: true, assignee: "none" }],
    ["soon due of a team", { due: "soon", team: [team] }],
  ];
}
