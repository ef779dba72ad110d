import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { imageKeys } from "@/lib/domain/identity/asset-key";
import type { ImageName } from "@/lib/domain/identity/image-reference";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

/** A namespace where a version of an image has a flaw. */
export interface VersionPlace {
  cluster: string;
  namespace: string;
  /** Other versions that have the flaw there. */
  others: number;
}

/**
 * Where the reader sees this version with the flaw, by any of the names that are said of it. No cluster or namespace
 * that nobody deploys it to is among them.
 */
export async function placesOfVersion(
  run: Run,
  scope: Scope,
  { image, subjectId, ruleId }: { image: ImageName; subjectId: number; ruleId: number },
): Promise<VersionPlace[]> {
  const p = new Parameters();
  const [subject, rule] = [p.add(subjectId, "int"), p.add(ruleId, "int")];
  // Where a digest is named, the tag says nothing: it may have moved on.
  const { tag, ...byDigest } = image;
  const version = image.digests.length > 0 || tag === undefined ? byDigest : image;
  const named = p.add(imageKeys({ kind: "image", ...version }), "text[]");
  return run<VersionPlace>({
    text: `SELECT c.slug AS cluster, l.namespace, (count(DISTINCT v.id) FILTER (WHERE NOT v.named))::int AS others
      FROM finding f JOIN place l ON l.id = f.place_id AND l.namespace <> '' JOIN cluster c ON c.id = l.cluster_id
      CROSS JOIN LATERAL (
        SELECT p.asset_id AS id, EXISTS (SELECT 1 FROM asset_alias n WHERE n.asset_id = p.asset_id AND n.key = ANY (${named})) AS named
        FROM placement p WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id AND p.team_id = f.team_id
          AND EXISTS (SELECT 1 FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = f.rule_id AND NOT d.muted)) v
      WHERE ${all([`f.subject_id = ${subject}`, `f.rule_id = ${rule}`, "f.presence = 0", ...visible(scope, p, "f")])}
      GROUP BY 1, 2 HAVING bool_or(v.named) ORDER BY 1, 2`,
    values: p.values,
  });
}
