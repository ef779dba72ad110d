import { reassign } from "../../services/ownership/reassign";
import { setExploited } from "../../services/rule/exploitation";
import { inventory, placesOf, repositoryOf } from "../fixture";
import { drain, upload } from "../run";
import { day, type Stage } from "../stage";
import { expectNone, reports } from "./imports";

const LEAST = { least: 5000 };
/** One image in so many goes to its second version. */
const ROLLED = 10;

/** Every tenth image goes from version 1 to version 2, which is scanned before: by inventories alone. */
export async function rollOut(stage: Stage): Promise<void> {
  const { pool, shape, clusters, workers } = stage;
  stage.say("roll-out");
  const scans = await upload(pool, reports(stage, { version: 2, churn: 0.1, createdAt: day(5) }, ROLLED));
  await drain(pool, workers);
  await expectNone(stage, scans);
  const rolled = Array.from({ length: Math.ceil(shape.images / ROLLED) }, (_, i) => i * ROLLED);
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM finding f JOIN subject s ON s.id = f.subject_id WHERE f.presence = 0 AND s.name = ANY ($1)`,
    [rolled.map(repositoryOf)],
  );
  const ids = await upload(
    pool,
    clusters.map((clusterId, n) => ({
      clusterId,
      text: inventory(shape, n, (image) => (image % ROLLED === 0 ? 2 : 1)),
    })),
  );
  const seconds = await drain(pool, workers);
  await expectNone(stage, ids);
  const places = rolled.reduce((sum, image) => sum + placesOf(image, shape.clusters).length, 0);
  const touched = rows[0]?.n ?? 0;
  stage.rows.push({
    name: "roll-out, findings looked at",
    what: `${rolled.length} images at ${places} places to their next version, ${touched} findings there, ${ids.length} whole inventories`,
    seconds,
    value: touched / seconds,
    unit: "/s",
    target: LEAST,
  });
}

/** Advisories become known to be exploited: their findings are worked out anew. */
export async function exploited(stage: Stage): Promise<void> {
  const { pool } = stage;
  stage.say("KEV listing");
  const { rows } = await pool.query<{ code: string; n: number }>(
    `SELECT r.code, count(*)::int AS n FROM finding f JOIN rule r ON r.id = f.rule_id WHERE f.presence = 0
     GROUP BY 1 ORDER BY n DESC, 1 LIMIT 40 OFFSET 20`,
  );
  const touched = rows.reduce((sum, row) => sum + row.n, 0);
  const start = performance.now();
  await setExploited(
    pool,
    rows.map(({ code }) => ({ code, kev: true })),
  );
  const seconds = (performance.now() - start) / 1000;
  stage.rows.push({
    name: "KEV listing, findings changed",
    what: `${rows.length} advisories, ${touched} findings`,
    seconds,
    value: touched / seconds,
    unit: "/s",
    target: LEAST,
  });
}

/** A namespace goes to another team in all clusters. */
export async function ownership(stage: Stage): Promise<void> {
  const { pool, teams } = stage;
  stage.say("ownership change");
  const { rows } = await pool.query<{ n: number }>("SELECT count(*)::int AS n FROM finding WHERE team_id = $1", [
    teams[4],
  ]);
  await pool.query("INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (1, $1, 'team-4')", [teams[7]]);
  const start = performance.now();
  await reassign(pool);
  const seconds = (performance.now() - start) / 1000;
  const touched = rows[0]?.n ?? 0;
  stage.rows.push({
    name: "ownership change, findings moved",
    what: `one namespace of ${stage.clusters.length} clusters, ${touched} findings`,
    seconds,
    value: touched / seconds,
    unit: "/s",
    target: LEAST,
  });
}
