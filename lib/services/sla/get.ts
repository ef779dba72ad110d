import { generalAbilities } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { scopeOf } from "@/lib/authz/scope";
import type { SlaState } from "@/lib/client/contract/sla";
import { pool } from "@/lib/db/pool";
import { read } from "@/lib/db/read";
import { AT_RISK_DAYS } from "@/lib/domain/sla/standing";
import { loadPolicy } from "./policy";

/** Days to remediate, the same for everybody who reads findings, and the environments of the reader's clusters. */
export async function getSla(actor: Actor): Promise<SlaState> {
  authorize(actor, "findings.read");
  const [clusters = []] = await read<{ environment: string }>(scopeOf(actor), {
    text: "SELECT DISTINCT environment FROM cluster ORDER BY 1",
    values: [],
  });
  const seen = clusters.map(({ environment }) => environment);
  const { matrix, environments } = await loadPolicy(pool());
  const abilities = generalAbilities(actor, ["sla.write"]);
  // Whoever sees a part of the clusters is told of no other environments.
  const named =
    abilities["sla.write"] || scopeOf(actor).teams === "*"
      ? environments
      : environments.filter(({ name }) => seen.includes(name));
  return { policy: { matrix, environments: named }, environments: seen, atRiskDays: AT_RISK_DAYS, abilities };
}
