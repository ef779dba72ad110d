import type { PoolClient } from "pg";
import { grouped } from "../../domain/fix/grouped";
import { type ImageVersion, imageMoves, moveCandidates } from "../../domain/fix/image-moves";

export interface Move {
  n: number;
  subject: number;
  flavour: string;
  from: number[];
  to: number;
  /** The tag that names the version, else the beginning of its digest. */
  target: string;
}

interface Row extends Omit<ImageVersion, "burden"> {
  subject: number;
  name: string;
  key: string;
}

/** Where each image among the subjects could be moved to, by the versions of it that reports know. */
export async function movesOf(client: PoolClient, subjects: readonly number[]): Promise<Move[]> {
  const { rows } = await client.query<Row>(
    `SELECT a.subject_id AS subject, a.id AS asset, a.name, a.key, extract(epoch FROM a.created_at)::float8 * 1000 AS "madeAt",
       a.scanned & 1 = 1 AS scanned, EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = a.id AND p.workload_id <> p.asset_id) AS placed,
       ARRAY(SELECT substring(l.key FROM '[^:/@]+$') FROM asset_alias l WHERE l.asset_id = a.id AND l.key NOT LIKE '%@%' AND l.key ~ ':[^/]+$'
         UNION SELECT substring(a.name FROM ':([^:/@]+)$') WHERE a.name ~ ':[^:/@]+$') AS tags
     FROM subject s JOIN asset a ON a.subject_id = s.id WHERE s.id = ANY ($1) AND s.kind = 4`,
    [subjects],
  );
  const bySubject = grouped(rows, (row) => row.subject);
  const candidates = [...bySubject.values()].flatMap((list) => moveCandidates(list));
  const burdens = await burdensOf(client, candidates);
  const asked = new Set(candidates);
  const moves: Move[] = [];
  for (const [subject, list] of bySubject) {
    const versions = list.map((row) => ({
      ...row,
      scanned: row.scanned && asked.has(row.asset),
      burden: burdens.get(row.asset) ?? 0,
    }));
    for (const move of imageMoves(versions)) {
      const to = list.find((row) => row.asset === move.to) as Row;
      const target = targetOf({ ...to, flavour: move.flavour });
      moves.push({ n: moves.length + 1, subject, ...move, target });
    }
  }
  return moves;
}

/** The tag where it names the version for good; of a channel (`latest`) the digest behind it as well. */
function targetOf({ name, key, flavour }: Row & { flavour: string }): string {
  const tag = /:([^:/@]+)$/.exec(name)?.[1];
  const digest = /@(sha256:[0-9a-f]{12})/.exec(key)?.[1];
  if (tag && (!flavour.startsWith("~") || flavour === "~" || !digest)) return tag;
  return [tag, digest].filter(Boolean).join("@") || name;
}

/** Tenths of points of what each version has, were it to run once where the internet does not reach it. */
async function burdensOf(client: PoolClient, assets: readonly number[]): Promise<Map<number, number>> {
  if (assets.length === 0) return new Map();
  const { rows } = await client.query<{ asset: number; burden: number }>(
    `SELECT d.asset_id AS asset, sum(points_of(d.severity, r.factor, false, false))::float8 AS burden
     FROM (SELECT d.asset_id, d.rule_id, CASE WHEN is_located(r.kind) THEN d.loc ELSE 0 END AS loc,
             (max(d.severity_source * 8 + d.severity) % 8)::smallint AS severity
           FROM detection d JOIN rule r ON r.id = d.rule_id WHERE d.asset_id = ANY ($1) AND NOT d.muted GROUP BY 1, 2, 3) d
     JOIN rule r ON r.id = d.rule_id GROUP BY 1`,
    [assets],
  );
  return new Map(rows.map((row) => [row.asset, row.burden]));
}
