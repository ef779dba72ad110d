import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";

export interface TicketView {
  repository: string;
  number: number | null;
  url: string | null;
  state: string;
  syncedAt: Date | null;
  error: string | null;
}

/** The issue of a remediation; null: it has none. undefined: no such remediation for this reader. */
export async function getTicket(scope: Scope, remediationId: number): Promise<TicketView | null | undefined> {
  return reading(scope, async (run) => {
    const teams = scope.teams === "*" ? null : scope.teams;
    const [known] = await run<{ id: number }>({
      text: "SELECT id FROM remediation m WHERE m.id = $1 AND ($2::int[] IS NULL OR m.team_id = ANY ($2))",
      values: [remediationId, teams],
    });
    if (!known) return undefined;
    const [ticket] = await run<TicketView>({
      text: `SELECT repository, number, url, state, synced_at AS "syncedAt", error FROM ticket WHERE remediation_id = $1`,
      values: [remediationId],
    });
    return ticket ?? null;
  });
}
