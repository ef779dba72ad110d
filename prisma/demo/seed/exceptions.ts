import type { Pool } from "pg";
import type { ExceptionCreate } from "@/lib/client/contract/exception";
import { type AssetKind, assetKinds, fixStates, kinds } from "@/lib/domain/vocabulary";
import { decideException } from "@/lib/services/exception/decide";
import { expireExceptions } from "@/lib/services/exception/expire";
import { requestException } from "@/lib/services/exception/request";
import type { Clock } from "../clock";
import { type ExceptionStory, exceptionStories } from "../company/exceptions";
import { actorOf } from "./actor";

const security = "security@northgate.example";

/** What is asked for, decided and over on a day, through the same services as the screens. May be repeated. */
export async function exceptionsOf(pool: Pool, ago: number, clock: Clock): Promise<void> {
  for (const [index, story] of exceptionStories.entries()) {
    const asked = clock.at(story.ask, 15 + index / 10);
    if (story.ask === ago && !(await known(pool, asked))) await ask(pool, story, asked);
    for (const { step, ago: day, note } of story.after) {
      const found = day === ago ? await known(pool, asked) : null;
      const from = step === "revoke" ? 1 : 0;
      if (found?.state !== from) continue;
      const actor = await actorOf(pool, step === "withdraw" ? story.who : security);
      await decideException(actor, step, found.id, { note, at: clock.at(ago, 16 + index / 10) });
    }
  }
  await expireExceptions(pool, clock.endOf(ago));
}

/** The request that was made at that time, the same in every run. */
async function known(pool: Pool, at: Date): Promise<{ id: number; state: number } | null> {
  const { rows } = await pool.query<{ id: number; state: number }>(
    "SELECT id, state FROM exception WHERE requested_at = $1",
    [at],
  );
  return rows[0] ?? null;
}

interface Found {
  rule: string;
  asset: string;
  kind: number;
  cluster: string | null;
  namespace: string | null;
}

async function ask(pool: Pool, story: ExceptionStory, at: Date): Promise<void> {
  const actor = await actorOf(pool, story.who);
  const { rows } = await pool.query<Found>(
    `SELECT r.code AS rule, s.name AS asset, s.kind, c.slug AS cluster, nullif(p.namespace, '') AS namespace
     FROM finding f JOIN rule r ON r.id = f.rule_id JOIN subject s ON s.id = f.subject_id JOIN place p ON p.id = f.place_id
     LEFT JOIN cluster c ON c.id = f.cluster_id
     WHERE f.fix_team_id = ANY ($1) AND f.state = 0 AND f.kind = $2 AND f.fix_state = $3 AND f.severity >= 3 AND NOT r.kev
     ORDER BY f.points DESC, r.code, s.key, p.id LIMIT 1`,
    [actor.teamIds, kinds.code(story.of), fixStates.code(story.fix)],
  );
  const found = rows[0];
  // A slice of the company may have nothing of the kind.
  if (!found) return;
  await requestException(actor, bodyOf(story, found), at);
}

function bodyOf(story: ExceptionStory, { rule, asset, kind, cluster, namespace }: Found): ExceptionCreate {
  const { days, reason, evidence, justification, links = [], narrow } = story;
  const where = { asset: { name: asset, kind: assetKinds.word(kind) satisfies AssetKind }, cluster, namespace };
  return {
    ...{ kind: story.kind, reason, evidence, justification, links, days },
    scope: { rule, ...(narrow && where) },
  };
}
