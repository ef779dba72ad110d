import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { invalid } from "@/lib/authz/refusal";
import type { IntegrationKind, IntegrationUpdate } from "@/lib/client/contract/integration";
import { unchanged, write } from "../audit/write";
import { enqueueLanes } from "../notice/lanes";
import { hostOf, newKey } from "./create";
import { lockIntegration, type Stored, sealed } from "./store";

/** What of a change belongs to which kind: into its open part, and into its secret one. */
const open: Record<IntegrationKind, readonly (keyof IntegrationUpdate)[]> = {
  smtp: ["host", "port", "security", "user", "from"],
  slack: ["allowPrivate"],
  webhook: ["allowPrivate"],
  github: ["apiUrl", "allowPrivate", "repositories", "automatic"],
};
const secret: Record<IntegrationKind, readonly (keyof IntegrationUpdate)[]> = {
  smtp: ["password"],
  slack: ["url"],
  webhook: ["url"],
  github: ["token"],
};

/**
 * Changes an integration; what its kind does not have is refused. Where it leads now, what waits is tried anew at once.
 * @returns the new key where one was asked for: the only copy that is shown
 */
export async function updateIntegration(
  actor: Actor,
  id: number,
  change: IntegrationUpdate,
): Promise<{ id: number; key: string | null }> {
  authorize(actor, "integrations.manage");
  return write(actor, async (client, note) => {
    const before = await lockIntegration(client, id);
    const given = Object.keys(change) as (keyof IntegrationUpdate)[];
    const known = ["name", "disabled", ...open[before.kind], ...secret[before.kind]];
    if ("key" in before.secret) known.push("newKey");
    const foreign = given.find((name) => !known.includes(name));
    if (foreign) throw invalid(`An integration of the kind ${before.kind} has no ${foreign}.`, `body.${foreign}`);
    if (given.length === 0) return unchanged({ id, key: null });
    const key = change.newKey ? newKey() : null;
    const config = {
      ...before.config,
      ...only(change, open[before.kind]),
      ...(change.url ? { host: hostOf(change.url) } : {}),
    };
    const kept = { ...before.secret, ...only(change, secret[before.kind]), ...(key ? { key } : {}) };
    // A password that was entered for one server is not sent to another.
    const moved = before.kind === "smtp" && change.host !== undefined && change.host !== before.config.host;
    if (moved && change.password === undefined) Object.assign(kept, { password: null });
    const elsewhere = before.kind === "github" && change.apiUrl !== undefined && change.apiUrl !== before.config.apiUrl;
    if (elsewhere && change.token === undefined) throw invalid("Another server needs its token.", "body.token");
    await client.query("UPDATE integration SET name = $2, config = $3, secret = $4 WHERE id = $1", [
      ...[id, change.name ?? before.name, JSON.stringify(config), await sealed(kept)],
    ]);
    if (change.disabled !== undefined) await setDisabled(client, before, change.disabled);
    if (change.disabled !== true) await startAnew(client, id);
    const shown = given.map((name) => (secret[before.kind].includes(name) ? `new ${name}` : name));
    note({
      ...{ action: "integration.update", target: `integration:${id} ${before.name}` },
      detail: { changed: shown, before: before.config, after: config, disabled: change.disabled },
    });
    return { id, key };
  });
}

function only(change: IntegrationUpdate, names: readonly (keyof IntegrationUpdate)[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => change[name] !== undefined).map((name) => [name, change[name]]));
}

async function setDisabled(client: PoolClient, { id }: Stored, disabled: boolean): Promise<void> {
  await client.query(
    `UPDATE integration SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, now()) END, disabled_for = NULL WHERE id = $1`,
    [id, disabled],
  );
}

/** What waits is tried at once, and failing is counted from now. */
async function startAnew(client: PoolClient, id: number): Promise<void> {
  await client.query("UPDATE integration SET failing_since = NULL WHERE id = $1", [id]);
  const { rows } = await client.query<{ lane: string }>(
    `UPDATE notice_delivery SET next_at = now() WHERE integration_id = $1 AND delivered_at IS NULL AND failed_at IS NULL RETURNING lane`,
    [id],
  );
  await enqueueLanes(client, new Set(rows.map(({ lane }) => lane)));
}
