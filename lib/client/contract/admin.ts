import { z } from "zod";
import { Abilities, AssetKind, maxRowId, Role, RowId, Slug, Time } from "./common";
import { Email, Password, PersonName } from "./session";

const Id = RowId;

/** Path parameter of things that are known by number. */
export const IdParam = z.object({ id: z.coerce.number().int().positive().max(maxRowId) });
export const SlugParam = z.object({ slug: Slug });

// ---------------------------------------------------------------- users

export const UserRow = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  createdAt: Time,
  lastSignInAt: Time.nullable(),
  disabledAt: Time.nullable(),
  locked: z.boolean(),
  teams: z.array(z.object({ slug: z.string(), name: z.string(), lead: z.boolean() })),
});
export type UserRow = z.infer<typeof UserRow>;
export const UserList = z.object({ items: z.array(UserRow) });

export const UserCreate = z.object({ name: PersonName, email: Email, role: Role, password: Password });
export type UserCreate = z.infer<typeof UserCreate>;
export const UserUpdate = z.object({
  name: PersonName.optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
  password: Password.optional(),
});
export type UserUpdate = z.infer<typeof UserUpdate>;

// ---------------------------------------------------------------- teams

export const TeamMember = z.object({ userId: Id, name: z.string(), email: z.string(), role: Role, lead: z.boolean() });
export type TeamMember = z.infer<typeof TeamMember>;
/** A team as its members and admins manage it; its posture is GET /teams/{slug}. */
export const TeamAdmin = z.object({
  slug: z.string(),
  name: z.string(),
  members: z.array(TeamMember),
  abilities: Abilities,
});
export type TeamAdmin = z.infer<typeof TeamAdmin>;
/** GET /teams: those within the reader's scope. */
export const TeamList = z.object({
  items: z.array(z.object({ slug: z.string(), name: z.string(), mine: z.boolean(), abilities: Abilities })),
  abilities: Abilities,
});
const TeamName = z.string().trim().min(1, "a name").max(100);
export const TeamCreate = z.object({ slug: Slug, name: TeamName });
export const TeamUpdate = z.object({ name: TeamName });
export const MemberParams = z.object({ slug: Slug, userId: z.coerce.number().int().positive().max(maxRowId) });
export const MemberAdd = z.object({ email: Email, lead: z.boolean().default(false) });
export const MemberUpdate = z.object({ lead: z.boolean() });

// ---------------------------------------------------------------- ownership

const Pattern = z.string().trim().min(1).max(300);
/** Conditions of a rule: all stated ones must hold; `*` stands for any run of characters. */
const conditions = {
  cluster: Pattern.nullish(),
  namespace: Pattern.nullish(),
  labelKey: Pattern.nullish(),
  labelValue: Pattern.nullish(),
  image: Pattern.nullish(),
  repository: Pattern.nullish(),
};
export const OwnershipRuleRow = z.object({
  id: Id,
  /** The lowest number wins. */
  priority: z.number().int(),
  team: z.object({ slug: z.string(), name: z.string() }),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  labelKey: z.string().nullable(),
  labelValue: z.string().nullable(),
  image: z.string().nullable(),
  repository: z.string().nullable(),
  abilities: Abilities,
});
export type OwnershipRuleRow = z.infer<typeof OwnershipRuleRow>;
export const OwnershipRuleList = z.object({ items: z.array(OwnershipRuleRow), abilities: Abilities });
const Priority = z.number().int().min(0).max(1_000_000);
const stated = ["cluster", "namespace", "labelKey", "image", "repository"] as const;
export const OwnershipRuleWrite = z
  .object({ priority: Priority.default(100), team: Slug, ...conditions })
  .refine((rule) => stated.some((key) => rule[key]), {
    message: "at least one of cluster, namespace, label, image or repository",
    path: ["cluster"],
  })
  .refine((rule) => !rule.labelValue || rule.labelKey, { message: "a value needs its label", path: ["labelKey"] });
export type OwnershipRuleWrite = z.infer<typeof OwnershipRuleWrite>;

/** What is to be done to the rules. */
export const OwnershipChange = z.discriminatedUnion("change", [
  z.object({ change: z.literal("add"), rule: OwnershipRuleWrite }),
  z.object({ change: z.literal("replace"), id: RowId, rule: OwnershipRuleWrite }),
  z.object({ change: z.literal("remove"), id: RowId }),
  z.object({ change: z.literal("order"), ids: z.array(RowId).max(5000) }),
]);
export type OwnershipChange = z.infer<typeof OwnershipChange>;
/** PUT /ownership/order: all rules, the first to be tried first. */
export const OwnershipOrder = z.object({ ids: z.array(RowId).max(5000) });

const Owner = z.object({ slug: z.string(), name: z.string() }).nullable();
const role = z.enum(["runs", "fixes"]);
/** POST /ownership/preview: what would change owner. `runs`: whose posture it is; `fixes`: only who can fix it changes. */
export const OwnershipPreview = z.object({
  assets: z.number().int(),
  findings: z.number().int(),
  moves: z.array(z.object({ role, from: Owner, to: Owner, assets: z.number().int(), findings: z.number().int() })),
  /** The assets by name, at most a hundred. */
  items: z.array(
    z.object({
      role,
      kind: AssetKind,
      name: z.string(),
      cluster: z.string().nullable(),
      namespace: z.string().nullable(),
      from: Owner,
      to: Owner,
      findings: z.number().int(),
    }),
  ),
});
export type OwnershipPreview = z.infer<typeof OwnershipPreview>;

// ---------------------------------------------------------------- clusters

export const ClusterRow = z.object({
  slug: z.string(),
  name: z.string(),
  environment: z.string(),
  /** Weight in a score, 0.1–10. */
  criticality: z.number(),
  inventoryAt: Time.nullable(),
  abilities: Abilities,
});
export type ClusterRow = z.infer<typeof ClusterRow>;
/** GET /clusters: those within the reader's scope. Their posture is GET /posture?by=cluster. */
export const ClusterList = z.object({ items: z.array(ClusterRow), abilities: Abilities });
const clusterFields = {
  name: z.string().trim().min(1, "a name").max(100),
  environment: z.string().trim().min(1).max(50),
  criticality: z.number().min(0.1).max(10),
};
export const ClusterCreate = z.object({
  slug: Slug,
  name: clusterFields.name.optional(),
  environment: clusterFields.environment.default("production"),
  criticality: clusterFields.criticality.default(1),
});
export const ClusterUpdate = z.object(clusterFields).partial();

// ---------------------------------------------------------------- tokens

export const TokenRow = z.object({
  id: Id,
  name: z.string(),
  /** The beginning, to tell tokens apart; the rest is not kept. */
  prefix: z.string(),
  actions: z.array(z.string()),
  cluster: z.string().nullable(),
  team: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  lastUsedAt: Time.nullable(),
  revokedAt: Time.nullable(),
});
export type TokenRow = z.infer<typeof TokenRow>;
export const TokenList = z.object({ items: z.array(TokenRow) });
export const TokenCreate = z.object({
  name: z.string().trim().min(1, "a name").max(100),
  /** `import`: may only import, for `cluster` or for what `team` owns. `read`: reads as security does, or as a member of `team`. */
  kind: z.enum(["import", "read"]),
  cluster: Slug.optional(),
  team: Slug.optional(),
  /** Days until it ends; at most two years. */
  days: z.number().int().min(1).max(730).default(365),
});
export type TokenCreate = z.infer<typeof TokenCreate>;
/** The one time that the token itself is shown. */
export const TokenCreated = z.object({ token: z.string(), row: TokenRow });

// ---------------------------------------------------------------- audit

export const AuditRow = z.object({
  id: z.string(),
  at: Time,
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.unknown().nullable(),
  requestId: z.string().nullable(),
});
export const AuditQuery = z.object({
  cursor: z.string().optional(),
  /** `cluster.update`, or all of a noun: `cluster.`. */
  action: z.string().trim().max(100).optional(),
  /** Part of who did it: `ada@example.org`, `token:`. */
  actor: z.string().trim().max(200).optional(),
  /** Part of what it was done to. */
  target: z.string().trim().max(200).optional(),
  /** Not before, and before. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const AuditPage = z.object({ items: z.array(AuditRow), nextCursor: z.string().nullable() });
