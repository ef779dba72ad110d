/**
 * Gives the things that match *all* stated conditions to a team. Conditions are exact, or patterns with `*`. A rule
 * without conditions matches everything: the last resort.
 */
export interface OwnershipRule {
  id: number;
  /** Smaller goes first; at the same priority the older rule (smaller id). */
  priority: number;
  teamId: number;
  /** Slug of the cluster. */
  cluster?: string | null;
  namespace?: string | null;
  /** A label of the workload or its namespace; without `value` it has only to be there. */
  label?: { key: string; value?: string | null } | null;
  /** Image repository with registry, without tag: `docker.io/library/nginx`, `ghcr.io/acme/*`. */
  image?: string | null;
  /** Source repository: `github.com/acme/*`. */
  repository?: string | null;
}

/** What is known of the thing that needs an owner. What is missing matches no condition. */
export interface Owned {
  cluster?: string | null;
  namespace?: string | null;
  labels?: Readonly<Record<string, string>>;
  image?: string | null;
  repository?: string | null;
}

export interface Owner {
  teamId: number;
  ruleId: number;
}
