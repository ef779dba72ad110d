import type { RemediationState } from "@/lib/domain/vocabulary";

/** A step of a plan, so many days ago. */
export interface PlanStep {
  ago: number;
  who: string;
  to?: Exclude<RemediationState, "verified">;
  reason?: string;
  says?: string;
}

/** A fix that was planned: which open findings of a team, by whom, until when, and what people did about it since. */
export interface Plan {
  title: string;
  team: string;
  /** Days ago. */
  ago: number;
  who: string;
  assignee?: string;
  /** Days from its planning. */
  dueIn?: number;
  /** Of what the team can fix: so many of the worst of this kind, with this in the name of their asset or rule. */
  most: number;
  kind: "vulnerability" | "misconfiguration";
  about?: string;
  steps: readonly PlanStep[];
}

const at = (name: string) => `${name}@northgate.example`;
const lead = at("security");

/** Where reports take them (verified, sent back, reopened) is theirs to say. */
export const plans: readonly Plan[] = [
  {
    ...{ title: "Rebuild the recommendations on a current base image", team: "search", ago: 40, who: at("v.kumar") },
    ...{ most: 40, kind: "vulnerability", dueIn: 21, assignee: at("v.kumar") },
    steps: [
      {
        ago: 40,
        who: at("v.kumar"),
        to: "in_progress",
        says: "We took these over last week; a rebuild gets rid of most.",
      },
      { ago: 30, who: at("v.kumar"), to: "awaiting_verification" },
    ],
  },
  {
    ...{ title: "Bring back what the new chart lost", team: "logistics", ago: 33, who: lead, dueIn: 14 },
    ...{ most: 60, kind: "misconfiguration" },
    steps: [
      { ago: 32, who: at("r.santos"), to: "in_progress" },
      {
        ago: 20,
        who: at("r.santos"),
        to: "awaiting_verification",
        says: "Set again in values.yaml, rolled out everywhere.",
      },
      { ago: 6, who: at("r.santos"), says: "Two Deployments have values of their own. On it." },
      { ago: 5, who: at("r.santos"), to: "awaiting_verification" },
    ],
  },
  {
    ...{ title: "Move the ingress controllers to the current version", team: "platform", ago: 27, who: lead, dueIn: 7 },
    ...{ most: 60, kind: "vulnerability", about: "ingress-nginx/controller" },
    steps: [
      { ago: 26, who: at("s.okafor"), to: "in_progress", says: "Canary first; the others go with this week's window." },
      { ago: 23, who: at("s.okafor"), to: "awaiting_verification" },
    ],
  },
  {
    ...{ title: "Move the web front ends off the exploited version", team: "web", ago: 1, who: lead, dueIn: 3 },
    ...{ most: 12, kind: "vulnerability", about: "CVE-2025-55182" },
    steps: [
      {
        ago: 1,
        who: at("c.dubois"),
        to: "in_progress",
        says: "The fixed version needs the new build image, which is here tomorrow.",
      },
      { ago: 0, who: at("c.dubois"), to: "awaiting_verification" },
    ],
  },
  {
    ...{ title: "Non-root and read-only: payments", team: "payments", ago: 25, who: at("j.berg"), dueIn: 60 },
    ...{ most: 30, kind: "misconfiguration", assignee: at("m.rossi") },
    steps: [
      { ago: 24, who: at("m.rossi"), to: "in_progress" },
      {
        ago: 12,
        who: at("m.rossi"),
        to: "blocked",
        reason: "The card reader's sidecar writes to its root. Asked the vendor.",
      },
    ],
  },
  {
    ...{ title: "Current images for the batch jobs", team: "data", ago: 10, who: lead, dueIn: 30 },
    ...{ most: 25, kind: "vulnerability" },
    steps: [],
  },
  {
    ...{
      title: "Image by image: notebooks",
      team: "ml",
      ago: 60,
      who: at("y.cohen"),
      dueIn: 45,
      assignee: at("y.cohen"),
    },
    ...{ most: 50, kind: "vulnerability" },
    steps: [{ ago: 58, who: at("y.cohen"), to: "in_progress" }],
  },
  {
    ...{ title: "Criticals in the checkout images", team: "checkout", ago: 4, who: lead, dueIn: 7 },
    ...{ most: 15, kind: "vulnerability" },
    steps: [{ ago: 3, who: at("devops"), to: "in_progress", says: "Cart first, since it faces the internet." }],
  },
  {
    ...{
      title: "Requests and limits in the checkout namespaces",
      team: "checkout",
      ago: 2,
      who: at("devops"),
      dueIn: 28,
    },
    ...{ most: 20, kind: "misconfiguration" },
    steps: [],
  },
  {
    ...{ title: "Old images of the point of sale", team: "stores", ago: 50, who: lead, dueIn: 30 },
    ...{ most: 10, kind: "vulnerability" },
    steps: [
      {
        ago: 21,
        who: at("g.murphy"),
        to: "cancelled",
        reason: "The stores get new hardware with another image in spring.",
      },
    ],
  },
];
