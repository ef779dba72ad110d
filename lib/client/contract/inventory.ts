import { z } from "zod";
import { AssetKind, BoundedCount, Named } from "./common";
import { SeverityCounts } from "./posture";

const slugs = z.string().max(300).optional();

/** Query of GET /inventory/workloads. */
export const WorkloadQuery = z.object({
  cluster: slugs,
  namespace: slugs,
  team: slugs,
  /** Part of the name. */
  q: z.string().trim().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const Workload = z.object({
  name: z.string(),
  workloadKind: z.string(),
  cluster: Named,
  namespace: z.string(),
  team: Named.nullable(),
  exposed: z.boolean(),
  running: z.enum(["yes", "no", "unknown"]),
  points: z.number(),
  open: SeverityCounts,
  images: z.array(z.string()),
});

/** GET /inventory/workloads, by cluster, namespace and name. */
export const WorkloadPage = z.object({ items: z.array(Workload), nextCursor: z.string().nullable() });
export type WorkloadPage = z.infer<typeof WorkloadPage>;

/** Query of GET /inventory/components. */
export const ComponentQuery = z.object({
  /** Part of the name or of the Package URL. */
  q: z.string().trim().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

export const Component = z.object({
  /** Package URL without version. */
  purl: z.string(),
  name: z.string(),
  /** The twenty that most assets have. */
  versions: z.array(z.object({ version: z.string(), assets: z.number().int() })),
  /** Images, sources and nodes that have it; exact up to a thousand. */
  assets: BoundedCount,
  images: BoundedCount,
  clusters: z.array(Named),
  /** Where they are: the first twenty places; a namespace "" is the cluster itself. */
  places: z.array(z.object({ cluster: Named, namespace: z.string() })),
  /** Workloads of the reader's teams that run it. */
  workloads: BoundedCount,
});

/** GET /inventory/components, by name. */
export const ComponentPage = z.object({
  items: z.array(Component),
  nextCursor: z.string().nullable(),
  count: BoundedCount,
});
export type ComponentPage = z.infer<typeof ComponentPage>;

/** GET /unowned: where something runs that no ownership rule gives to a team, what weighs most first. */
export const Unowned = z.object({
  items: z.array(
    z.object({
      /** null: images that run nowhere. */
      cluster: Named.nullable(),
      /** null: things of the cluster itself. */
      namespace: z.string().nullable(),
      assets: z.number().int(),
      examples: z.array(z.object({ kind: AssetKind, name: z.string() })),
      findings: z.number().int(),
      points: z.number(),
      open: SeverityCounts,
    }),
  ),
  /** All of them, those not listed too. */
  places: z.number().int(),
  findings: z.number().int(),
});
export type Unowned = z.infer<typeof Unowned>;
