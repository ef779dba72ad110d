import type { Pool } from "pg";
import { forbidden, type Refusal } from "../../authz/refusal";
import { loadOwners } from "../../ingest/ownership";
import type { Collected } from "../../ingest/types";

/**
 * Refuses a report of a team's token that speaks about anything but images and repositories that the team can fix, by
 * the ownership rules of now. Nothing of the report is kept then. The message names only what the sender sent.
 * Throws forbidden.
 */
export async function ownOnly(pool: Pool, teamId: number, { scopes, inventory }: Collected): Promise<void> {
  if (inventory.length > 0) throw refused("a cluster's configuration");
  const owners = await loadOwners(pool);
  for (const { target, label, rows } of scopes) {
    for (const ref of new Set([target, ...rows.map((row) => row.asset)])) {
      if (ref?.kind !== "image" && ref?.kind !== "repository") throw refused(label || "a cluster");
      if (owners.nowhere(ref) !== teamId) throw refused(ref.kind === "image" ? ref.repository : ref.name);
    }
  }
}

function refused(what: string): Refusal {
  return forbidden(`this token imports for images and repositories that its team owns, and ${what} is none of them`);
}
