import { z } from "zod";
import { fixKinds } from "../../domain/vocabulary";
import { Abilities, Area, AssetKind, BoundedCount, Named, Severity, State, Time } from "./common";

export const FixKind = z.enum(fixKinds.list);

/** A score (0–100, one decimal) before and after; null: nothing was or is assessed. */
export const ScoreChange = z.object({ before: z.number().nullable(), after: z.number().nullable() });

/** One action, and what it does within the reader's scope. */
export const FixRow = z.object({
  id: z.string(),
  kind: FixKind,
  title: z.string(),
  /** Version to move or upgrade to. */
  target: z.string().nullable(),
  /** What it is done to; null: several things. */
  asset: z.object({ kind: AssetKind, name: z.string() }).nullable(),
  /** Slugs of the clusters that it touches. */
  clusters: z.array(z.string()),
  /** Slugs of the reader's own teams that run what it touches; others are counted in `teamCount` where they may be seen. */
  teams: z.array(z.string()),
  teamCount: z.number().int(),
  /** The team that can do it; null: several, or nobody. */
  fixTeam: z.string().nullable(),
  /** Open findings that it removes. */
  findings: z.number().int(),
  kev: z.number().int(),
  critical: z.number().int(),
  high: z.number().int(),
  /** Workloads, nodes or other things that it touches. */
  workloads: z.number().int(),
  /** Points that it takes away, those of accepted risk included; of a move less those that the new version brings. */
  points: z.number(),
  /** Of the overall score of all that the reader sees. */
  score: ScoreChange,
  /** The earliest due date of its findings. */
  dueAt: Time.nullable(),
  assignee: z.string().nullable(),
  /** There is a patch to copy. */
  patch: z.boolean(),
  /** Reports came since its numbers were worked out; they follow within seconds. */
  stale: z.boolean(),
  abilities: Abilities,
});
export type FixRow = z.infer<typeof FixRow>;

/** Query of GET /fixes, in the order of points removed. `team=none`: unowned; `cluster=none`: not deployed. */
export const FixQuery = z.object({
  cluster: z.string().max(63).optional(),
  team: z.string().max(63).optional(),
  /** The team that can do it: whose work it is. */
  fixTeam: z.string().max(63).optional(),
  environment: z.string().max(63).optional(),
  kind: FixKind.optional(),
  q: z.string().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type FixQuery = z.infer<typeof FixQuery>;

export const FixPage = z.object({
  items: z.array(FixRow),
  nextCursor: z.string().nullable(),
  count: BoundedCount,
});
export type FixPage = z.infer<typeof FixPage>;

/** A change of a manifest that can be applied as it is: `kubectl patch … --patch-file`, or merged into the source. */
export const Patch = z.object({
  workload: z.string(),
  namespace: z.string(),
  cluster: z.string().nullable(),
  yaml: z.string(),
  /** The command that applies it. */
  command: z.string(),
  /** What to think of before: a check that a program may not survive. */
  notes: z.array(z.string()),
  /** Codes of the rules that it removes. */
  rules: z.array(z.string()),
});

/** GET /fixes/{id} */
export const FixDetail = FixRow.extend({
  /** What to do, in the words of the tools where they have any. */
  steps: z.array(z.string()),
  /** Packages to upgrade, with the smallest version that fixes all. */
  packages: z.array(
    z.object({ name: z.string(), installed: z.array(z.string()), fixed: z.string().nullable(), findings: z.number() }),
  ),
  /** Versions that it moves away from, within the scope. */
  from: z.array(z.string()),
  /** Findings whose risk is accepted, or that have another decision; they go as well. */
  accepted: z.number().int(),
  /** Findings that the version to move to brings along. */
  added: z.number().int(),
  /** Scores of the areas that change. */
  byArea: z.array(z.object({ area: Area, points: z.number(), score: ScoreChange })),
  byCluster: z.array(
    z.object({
      /** null: not deployed. */
      cluster: Named.nullable(),
      findings: z.number().int(),
      kev: z.number().int(),
      workloads: z.number().int(),
      points: z.number(),
      score: ScoreChange,
    }),
  ),
  byTeam: z.array(
    z.object({
      /** null: nobody, or a team that the reader is not in. */
      team: Named.nullable(),
      findings: z.number().int(),
      workloads: z.number().int(),
      points: z.number(),
    }),
  ),
  /** What it touches, at most 50. */
  touches: z.array(
    z.object({
      name: z.string(),
      cluster: Named.nullable(),
      namespace: z.string().nullable(),
      version: z.string().nullable(),
    }),
  ),
  /** The riskiest of its open findings, at most 100. */
  worst: z.array(
    z.object({
      id: z.string(),
      rule: z.string(),
      title: z.string(),
      severity: Severity,
      state: State,
      asset: z.string(),
      cluster: z.string().nullable(),
      namespace: z.string().nullable(),
      team: z.string().nullable(),
      kev: z.boolean(),
      dueAt: Time.nullable(),
    }),
  ),
  patches: z.array(Patch),
  /** When its numbers were worked out. */
  at: Time,
});
export type FixDetail = z.infer<typeof FixDetail>;
