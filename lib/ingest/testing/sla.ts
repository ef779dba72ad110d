import type { Pool } from "pg";
import { defaultSlaPolicy, type SlaPolicy } from "../../domain/sla/policy";
import { severities } from "../../domain/vocabulary";

/** Writes a whole policy, as the service does that people use. */
export async function setPolicy(pool: Pool, policy: SlaPolicy = defaultSlaPolicy): Promise<void> {
  const rows = Object.entries({ "": policy, ...policy.environments }).flatMap(([environment, { days, kevDays }]) =>
    severities.list.flatMap((severity) => [
      { environment, severity: severities.code(severity), exploited: false, days: days[severity] },
      { environment, severity: severities.code(severity), exploited: true, days: kevDays[severity] },
    ]),
  );
  await pool.query("DELETE FROM sla_policy");
  await pool.query(
    `INSERT INTO sla_policy (environment, severity, exploited, days)
     SELECT * FROM jsonb_to_recordset($1::jsonb) r(environment text, severity smallint, exploited boolean, days int)`,
    [JSON.stringify(rows)],
  );
}
