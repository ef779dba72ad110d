import type { ExceptionKind } from "@/lib/client/contract/exception";
import type { ExceptionStep, Justification } from "@/lib/domain/exception/vocabulary";
import type { FixState, Kind } from "@/lib/domain/vocabulary";

/** Something that a team asked for, and what became of it; days are days ago. */
export interface ExceptionStory {
  ask: number;
  who: string;
  /** Of the worst that the team can fix and nobody decided on: which kind, and whether there is a fix. */
  of: Kind;
  fix: FixState;
  kind: ExceptionKind;
  /** Only on what it was found on, and only in its namespace; else wherever the team has it. */
  narrow: boolean;
  days: number;
  reason: string;
  evidence?: string;
  links?: string[];
  justification?: Justification;
  /** What others did about it, or whoever asked. */
  after: { step: ExceptionStep; ago: number; note?: string }[];
}

const at = (name: string) => `${name}@northgate.example`;
const approve = (ago: number, note?: string) => ({ step: "approve" as const, ago, note });

export const exceptionStories: ExceptionStory[] = [
  {
    ...{ ask: 82, who: at("r.santos"), of: "vulnerability", fix: "none", kind: "accepted", narrow: false, days: 45 },
    reason: "There is no fixed version yet, and the route planner takes no input from outside.",
    after: [approve(80, "Fine for six weeks; then look again.")],
  },
  {
    ...{ ask: 70, who: at("y.cohen"), of: "vulnerability", fix: "none", kind: "no_fix", narrow: false, days: 180 },
    reason: "The distribution has marked it as not to be fixed in this release.",
    links: ["https://security-tracker.debian.org/tracker/"],
    after: [approve(69)],
  },
  {
    ...{
      ask: 61,
      who: at("c.dubois"),
      of: "misconfiguration",
      fix: "unknown",
      kind: "mitigated",
      narrow: false,
      days: 120,
    },
    reason: "Admission rewrites the setting before the pods start.",
    evidence: "`kubectl get pod -o yaml` of the running pods shows the hardened value.",
    justification: "inline_mitigations_already_exist",
    after: [approve(58)],
  },
  {
    ...{
      ask: 44,
      who: at("n.adeyemi"),
      of: "vulnerability",
      fix: "available",
      kind: "false_positive",
      narrow: true,
      days: 90,
    },
    reason: "The scanner takes the name of the vendored copy for the package itself; the parser is not linked.",
    evidence: "`nm` on the binary lists none of the symbols of the advisory.",
    justification: "vulnerable_code_not_present",
    after: [approve(43)],
  },
  {
    ...{
      ask: 33,
      who: at("y.cohen"),
      of: "vulnerability",
      fix: "available",
      kind: "accepted",
      narrow: false,
      days: 365,
    },
    reason: "Rebuilding the training images takes too long.",
    after: [{ step: "reject", ago: 32, note: "There is a fix. Please plan it; a quarter is fine, a year is not." }],
  },
  {
    ...{ ask: 26, who: at("a.tanaka"), of: "vulnerability", fix: "none", kind: "accepted", narrow: false, days: 60 },
    reason: "Only batch jobs inside the cluster run it, without a way in.",
    after: [approve(25)],
  },
  {
    ...{ ask: 19, who: at("v.kumar"), of: "vulnerability", fix: "available", kind: "accepted", narrow: true, days: 90 },
    reason: "The index is rebuilt next month with the new base image.",
    after: [approve(18), { step: "revoke", ago: 6, note: "The rebuild came earlier: no reason to wait any more." }],
  },
  {
    ...{ ask: 11, who: at("devops"), of: "vulnerability", fix: "none", kind: "accepted", narrow: true, days: 90 },
    reason: "No fix yet. The service is behind the gateway, which drops such requests.",
    after: [approve(10)],
  },
  {
    ...{ ask: 9, who: at("j.berg"), of: "misconfiguration", fix: "unknown", kind: "accepted", narrow: true, days: 90 },
    reason: "We thought that the driver needs it.",
    after: [{ step: "withdraw", ago: 8, note: "It does not." }],
  },
  {
    ...{ ask: 3, who: at("devops"), of: "misconfiguration", fix: "unknown", kind: "accepted", narrow: true, days: 60 },
    reason: "The vendor's sidecar needs it until their next release, which is announced for the new year.",
    links: ["https://wiki.northgate.example/checkout/sidecar"],
    after: [],
  },
  {
    ...{ ask: 2, who: at("j.berg"), of: "vulnerability", fix: "none", kind: "no_fix", narrow: false, days: 90 },
    reason: "Upstream has no fixed version; we follow the issue there.",
    after: [],
  },
  {
    ...{
      ask: 1,
      who: at("c.dubois"),
      of: "vulnerability",
      fix: "available",
      kind: "false_positive",
      narrow: true,
      days: 90,
    },
    reason: "The affected function is never called: the code path needs a plug-in that we do not ship.",
    justification: "vulnerable_code_not_in_execute_path",
    after: [],
  },
];
