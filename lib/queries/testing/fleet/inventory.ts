import type { FleetShape } from "../fill";
import { choose, random } from "./random";

/** Clusters, places and who owns them, workloads, images, placements, evidence. Place 0 is there from the migration. */
export function inventoryStatements(shape: FleetShape): string[] {
  const { clusters, namespaces, workloadsPerNamespace: perNamespace, images, teams, seed } = shape;
  return [
    `INSERT INTO cluster (slug, name, environment, criticality, inventory_at)
       SELECT 'cluster-' || i, 'Cluster ' || i, ${choose("i % 3", [
         ["'production'", 1],
         ["'staging'", 1],
         ["'development'", 1],
       ])},
         CASE WHEN i % 3 = 0 THEN 20 ELSE 10 END, now() FROM generate_series(1, ${clusters}) i`,
    `INSERT INTO place (cluster_id, namespace) SELECT id, '' FROM cluster
       UNION ALL SELECT c.id, 'ns-' || n FROM cluster c, generate_series(1, ${namespaces}) n`,
    // A namespace belongs to a team, a few to nobody; team 1 is the largest.
    `CREATE TEMP TABLE owner ON COMMIT DROP AS
       SELECT id AS place_id, cluster_id, namespace, CASE WHEN namespace = '' OR ${random(seed, "own", "id")} < 0.03 THEN 0
         ELSE 1 + floor(power(${random(seed, "team", "id")}, 1.6) * ${teams})::int END AS team_id
       FROM place WHERE id > 0`,
    // One workload in three namespaces of four is on the internet's side now and then.
    `INSERT INTO subject (kind, cluster_id, key, name, versioned, unit)
       SELECT 3, o.cluster_id, 'workload/' || o.namespace || '/Deployment/app-' || o.place_id || '-' || w,
         'Deployment/app-' || o.place_id || '-' || w, false, 0
       FROM owner o, generate_series(1, ${perNamespace}) w WHERE o.namespace <> ''
       UNION ALL SELECT 0, c.id, 'cluster', 'cluster', false, 4 FROM cluster c
       UNION ALL SELECT 1, c.id, 'node/node-' || n, c.slug || '-node-' || n, false, 1 FROM cluster c, generate_series(1, 6) n`,
    `INSERT INTO subject (kind, cluster_id, key, name, versioned, unit, fix_team_id)
       SELECT 4, 0, 'image/registry.example.org/group-' || i % 30 || '/image-' || i, 'registry.example.org/group-' || i % 30 || '/image-' || i,
         true, 0, CASE WHEN i % 5 < 2 THEN 1 + floor(power(${random(seed, "fix", "i")}, 1.4) * ${teams})::int ELSE 0 END
       FROM generate_series(1, ${images}) i`,
    `INSERT INTO asset (subject_id, kind, cluster_id, place_id, key, name, scanned)
       SELECT s.id, s.kind, s.cluster_id, coalesce(p.id, 0), s.key, s.name, 1023 FROM subject s
       LEFT JOIN place p ON p.cluster_id = s.cluster_id AND s.cluster_id > 0
         AND p.namespace = CASE WHEN s.kind = 3 THEN split_part(s.key, '/', 2) ELSE '' END
       WHERE s.kind <> 4`,
    `INSERT INTO asset (subject_id, kind, cluster_id, place_id, key, name, scanned)
       SELECT id, 4, 0, 0, key || '@sha256:' || md5(id::text) || md5('b' || id), name || ':1.' || id % 40, 1023 FROM subject WHERE kind = 4`,
    // Each image is made of something of its own and of something that all have.
    `INSERT INTO component (purl, name) SELECT 'pkg:generic/' || substring(name FROM '[^/]*$'), substring(name FROM '[^/]*$')
       FROM subject WHERE kind = 4 UNION ALL SELECT 'pkg:npm/shared', 'shared'`,
    `INSERT INTO bom (asset_id, tool_id, profile, observed_at, digest) SELECT id, 0, '', now(), '' FROM asset WHERE kind = 4`,
    `INSERT INTO bom_component (bom_id, component_id, version) SELECT b.id, c.id, '1.' || b.id % 5 FROM bom b JOIN asset a ON a.id = b.asset_id
       JOIN subject s ON s.id = a.subject_id JOIN component c ON c.purl IN ('pkg:generic/' || substring(s.name FROM '[^/]*$'), 'pkg:npm/shared')`,
    // A workload runs one or two images, drawn so that a few base images run nearly everywhere.
    `INSERT INTO placement (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running, exposed, seen_at)
       SELECT DISTINCT ON (s.id, w.place_id, w.id) s.id, w.place_id, i.id, w.id, w.cluster_id, o.team_id,
         coalesce(nullif(s.fix_team_id, 0), o.team_id), 1, ${choose(random(seed, "run", "w.id"), [
           [1, 0.9],
           [0, 0.06],
           [2, 0.04],
         ])},
         ${random(seed, "exp", "w.id")} < 0.15, now()
       FROM asset w JOIN owner o ON o.place_id = w.place_id CROSS JOIN generate_series(1, 2) n
       JOIN (SELECT *, row_number() OVER (ORDER BY id) AS number FROM subject WHERE kind = 4) s
         ON s.number = 1 + floor(power(${random(seed, "img", "w.id", "n")}, 1.5) * ${images - Math.ceil(images * 0.03)})::int
       JOIN asset i ON i.subject_id = s.id
       WHERE w.kind = 3 AND (n = 1 OR ${random(seed, "two", "w.id")} < 0.45) ORDER BY s.id, w.place_id, w.id`,
    `INSERT INTO placement (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running, exposed, seen_at)
       SELECT w.subject_id, w.place_id, w.id, w.id, w.cluster_id, o.team_id, o.team_id, 1, 1, coalesce(x.exposed, false), now()
       FROM asset w JOIN owner o ON o.place_id = w.place_id
       LEFT JOIN (SELECT workload_id, bool_or(exposed) AS exposed FROM placement GROUP BY 1) x ON x.workload_id = w.id
       WHERE w.kind <> 4`,
    `INSERT INTO placement (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running, exposed, seen_at)
       SELECT a.subject_id, 0, a.id, a.id, 0, 0, s.fix_team_id, 8, 0, false, now() FROM asset a JOIN subject s ON s.id = a.subject_id
       WHERE a.kind = 4 AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = a.id)`,
    `INSERT INTO scope (tool_id, target_id, class, profile, cluster_id, assesses, digest, looked, looked_at, observed_at, complete_at)
       SELECT CASE WHEN kind IN (0, 1) THEN 2 WHEN kind = 3 THEN 4 ELSE 0 END, id,
         CASE WHEN kind IN (0, 1) THEN 6 WHEN kind = 3 THEN 1 ELSE 0 END, '', cluster_id,
         CASE WHEN kind = 0 THEN 4 WHEN kind = 1 THEN 1 WHEN kind = 3 THEN 6 ELSE 16 END, md5(id::text),
         CASE WHEN kind = 4 THEN '{*}'::text[] END, CASE WHEN kind = 4 THEN '-infinity'::timestamptz END, now() - interval '1 day' * (1 + cluster_id % 4 * 4), now() - interval '1 day' * (1 + cluster_id % 4 * 4) FROM asset`,
  ];
}
