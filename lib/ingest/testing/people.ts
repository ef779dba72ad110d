import { transaction } from "../../db/transaction";
import { deriveState } from "../../domain/lifecycle/state";
import { resumed } from "../../domain/sla/due";
import { decisions, presences, severities, states, works } from "../../domain/vocabulary";
import { lockCatalogue } from "../locks";
import { mergeRules } from "../rules/merge";
import { assetOf, follow, imageRef, type Run, repositories, rules, versions } from "./driver";
import { prepared, report } from "./items";
import type { ModelFinding } from "./model-types";
import type { Random } from "./random";
import { storedFindings } from "./stored";

/** People decide and work: what later features write, by the same roll-up deltas. */
export async function decideStep(run: Run, r: Random): Promise<string> {
  run.now += run.pace;
  const rows = await storedFindings(run);
  const chosen = r.some(
    [...rows].filter(([, row]) => row.presence === 0),
    0.3,
  );
  if (chosen.length === 0) return "nothing to decide";
  const [axis, value] = r.chance(0.5) ? ([1, r.below(5)] as const) : ([2, r.below(3)] as const);
  const column = axis === 1 ? "decision" : "work";
  const client = await run.h.db.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT merge_begin()");
    await client.query(
      `CREATE TEMP TABLE touched ON COMMIT DROP AS
       SELECT unnest($1::bigint[]) AS id, $2::timestamptz AS at, NULL::bigint AS report_id, NULL::int AS actor_id`,
      [chosen.map(([, row]) => row.id), new Date(run.now)],
    );
    await client.query("SELECT posture_add(-1)");
    await client.query(
      `UPDATE finding f SET ${column} = $1::smallint, state = n.state, state_at = CASE WHEN n.state <> f.state THEN $2 ELSE f.state_at END,
         due_at = CASE WHEN ${axis === 1} AND f.decision <> $1 THEN due_resumed(f.due_at, f.decision, f.state_at, $2) ELSE f.due_at END
       FROM touched t JOIN finding o ON o.id = t.id CROSS JOIN LATERAL
         (SELECT state_of(o.presence, o.awaiting, ${axis === 1 ? "$1::smallint, o.work" : "o.decision, $1::smallint"}) AS state) n
       WHERE t.id = f.id`,
      [value, new Date(run.now)],
    );
    await client.query("SELECT posture_add(1)");
    await client.query("SELECT merge_flush()");
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  for (const [key] of chosen) {
    const f = run.model.findings.get(key) as ModelFinding;
    if (axis === 1 && f.decision !== value && f.due !== null) {
      const was = { decided: f.decision !== 0, stateAt: new Date(f.stateAt) };
      f.due = resumed({ at: new Date(f.due), days: f.dueDays ?? 0 }, was, new Date(run.now)).at.getTime();
    }
    f[column] = value;
    const axes = { presence: presences.word(f.presence), awaitingScan: f.awaiting };
    const state = states.code(deriveState({ ...axes, decision: decisions.word(f.decision), work: works.word(f.work) }));
    if (state !== f.state) f.stateAt = run.now;
    f.state = state;
  }
  return `${column} ${value} of ${chosen.length}`;
}

/** The catalogue of known exploited vulnerabilities lists a rule, or takes it off. */
export async function listingStep(run: Run, r: Random): Promise<string> {
  run.now += run.pace;
  const { id } = r.pick(rules.filter((rule) => rule.kind === 0));
  const rule = run.model.rules.get(id);
  if (!rule) throw new Error(id);
  const { rowCount } = await run.h.db.pool.query("SELECT 1 FROM rule WHERE code = $1", [id]);
  if (!rowCount) return "nothing to list";
  rule.kev = !rule.kev;
  const client = await run.h.db.pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT merge_begin()");
    await client.query("UPDATE rule SET kev = $2, factor = CASE WHEN $2 THEN 5 ELSE 1 END WHERE code = $1", [
      id,
      rule.kev,
    ]);
    await client.query(
      `INSERT INTO dk SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, $2, NULL FROM finding f JOIN rule r ON r.id = f.rule_id
       WHERE r.code = $1`,
      [id, new Date(run.now)],
    );
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  await follow(run, run.now);
  return `kev ${id} ${rule.kev}`;
}

/** Two flaws turn out to be one. The model does not follow: nothing may come after. */
export async function sameStep(run: Run, r: Random): Promise<string> {
  run.now += run.pace;
  const { pool } = run.h.db;
  const [a, b] = r.shuffled(rules.filter((rule) => rule.kind === 0)).map(({ id }) => id);
  const { rows } = await pool.query<{ id: number }>("SELECT id FROM rule WHERE code = ANY ($1) ORDER BY id", [[a, b]]);
  const [to, from] = rows;
  if (!to || !from) return "nothing is the same";
  await transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("SELECT merge_begin()");
    await mergeRules(client, new Map([[from.id, to.id]]), new Date(run.now));
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
  }, pool);
  return `${a} is ${b}`;
}

/** Whatever a preview says, nothing changes. */
export async function previewStep(run: Run, r: Random): Promise<string> {
  run.now += run.pace;
  const target = imageRef(assetOf(r.pick(repositories), r.pick(versions)));
  const says = rules
    .filter((rule) => rule.kind === 0 && r.chance(0.5))
    .map(({ id }) => ({ rule: id, severity: severities.word(5) }));
  const collected = await report([{ target, says }]);
  await run.h.merge(
    [prepared(collected, r.pick(run.clusters), new Date(run.now).toISOString(), run.h.nextReport())],
    true,
  );
  return "preview";
}
