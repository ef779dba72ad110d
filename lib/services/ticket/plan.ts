import type { Actor } from "@/lib/authz/actor";
import { authorize, can } from "@/lib/authz/can";
import { conflict, notFound } from "@/lib/authz/refusal";
import { unchanged, write } from "../audit/write";
import { integrationsOf } from "../integration/store";
import { touchTicket } from "./touch";

/**
 * Has an issue made for a remediation, in the repository of its team; where there is one it stays. Throws forbidden,
 * not_found, and conflict where no repository is set for the team.
 */
export async function planTicket(actor: Actor, remediationId: number): Promise<void> {
  authorize(actor, "remediations.write");
  await write(actor, async (client, note) => {
    const { rows } = await client.query<{ team: number; slug: string }>(
      "SELECT m.team_id AS team, t.slug FROM remediation m JOIN team t ON t.id = m.team_id WHERE m.id = $1 FOR UPDATE OF m",
      [remediationId],
    );
    const [found] = rows;
    if (!found || !can(actor, "posture.read", { teamIds: [found.team] })) throw notFound("This remediation");
    authorize(actor, "remediations.write", { teamIds: [found.team] });
    const home = (await integrationsOf(client, "github")).find(({ config }) => config.repositories[found.slug]);
    const repository = home?.config.repositories[found.slug];
    if (!home || !repository) throw conflict("No repository is set for this team.", "no_tracker");
    const made = await client.query(
      "INSERT INTO ticket (remediation_id, integration_id, repository) VALUES ($1, $2, $3) ON CONFLICT (remediation_id) DO NOTHING",
      [remediationId, home.id, repository],
    );
    await touchTicket(client, remediationId);
    if (!made.rowCount) return unchanged(undefined);
    note({ action: "ticket.plan", target: `remediation:${remediationId}`, detail: { repository } });
  });
}
