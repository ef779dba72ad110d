import type { Role } from "../domain/vocabulary";

/**
 * What a role may do with an action:
 * `all` on everything · `own` on what belongs to a team of theirs · `lead` on teams that they lead ·
 * `self` on what they made themselves · `self_team` that, and what their teams share · `no` never.
 */
export type Grant = "all" | "own" | "lead" | "self" | "self_team" | "no";

type Row = Readonly<Record<Role, Grant>>;

const row = (admin: Grant, security: Grant, devops: Grant, manager: Grant): Row => ({
  admin,
  security,
  devops,
  manager,
});

/**
 * THE rights table. Nothing else in the product decides who may do what; the browser is sent the outcome per
 * object (`abilities`). Columns: admin, security, devops, manager.
 */
export const policy = {
  "posture.read": row("all", "all", "own", "all"),
  "findings.read": row("all", "all", "own", "all"),
  "inventory.read": row("all", "all", "own", "all"),
  "reports.read": row("all", "all", "own", "all"),
  "teams.read": row("all", "all", "own", "all"),
  "ownership.read": row("all", "all", "own", "all"),

  "findings.triage": row("no", "all", "own", "no"),
  "remediations.write": row("no", "all", "own", "no"),

  "exceptions.request": row("no", "all", "own", "no"),
  "suppressions.request": row("no", "all", "own", "no"),
  "responses.request": row("no", "all", "own", "no"),

  "exceptions.decide": row("no", "all", "no", "no"),
  "suppressions.decide": row("no", "all", "no", "no"),
  "responses.decide": row("no", "all", "no", "no"),

  "severity.override": row("no", "all", "no", "no"),
  "imports.confirm": row("no", "all", "no", "no"),

  "guardrails.write": row("no", "all", "no", "no"),
  "sla.write": row("no", "all", "no", "no"),
  "ownership.write": row("no", "all", "no", "no"),

  "gate.run": row("no", "all", "own", "no"),

  // A devops team imports through a token of the team, never through a browser session.
  "reports.import": row("all", "all", "no", "no"),
  "clusters.manage": row("all", "all", "no", "no"),

  "members.manage": row("all", "no", "lead", "no"),

  "users.manage": row("all", "no", "no", "no"),
  "teams.manage": row("all", "no", "no", "no"),
  "tokens.manage": row("all", "no", "no", "no"),
  "integrations.manage": row("all", "no", "no", "no"),

  "audit.read": row("all", "all", "no", "all"),

  "trends.read": row("all", "all", "own", "all"),
  "exports.read": row("all", "all", "own", "all"),
  "schedules.manage": row("all", "all", "own", "all"),

  "views.write": row("self", "self", "self_team", "self"),
  // One's own sign-in: who am I, my sessions, my password.
  "session.own": row("self", "self", "self", "self"),
} as const satisfies Record<string, Row>;

export type Action = keyof typeof policy;

export const actions = Object.keys(policy) as Action[];

export function isAction(text: string): text is Action {
  return Object.hasOwn(policy, text);
}

/** Actions that only look: what a `--read` token gets, which reads as security does. */
export const readActions: readonly Action[] = actions.filter(
  (action) => action.endsWith(".read") && policy[action].security === "all",
);

/** Decisions that whoever asked for them may not take: four eyes. */
export const fourEyes: readonly Action[] = ["exceptions.decide", "suppressions.decide", "responses.decide"];
