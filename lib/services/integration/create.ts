import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { IntegrationCreate } from "@/lib/client/contract/integration";
import { write } from "../audit/write";
import { randomSecret } from "../session/secret";
import { sealed } from "./store";

/** Key that signs; the prefix tells people and scanners what it is. */
export const newKey = (): string => `ppw_${randomSecret()}`;

export const hostOf = (url: string): string => new URL(url).host;

/**
 * Adds a server for mail, an endpoint or a tracker. The key that comes back is the only copy that is shown. An endpoint
 * starts with two rules: everything at once, and a digest each morning. Throws forbidden.
 */
export async function createIntegration(
  actor: Actor,
  request: IntegrationCreate,
): Promise<{ id: number; key: string | null }> {
  authorize(actor, "integrations.manage");
  const { config, secret, key } = split(request);
  return write(actor, async (client, note) => {
    const { rows } = await client.query<{ id: number }>(
      "INSERT INTO integration (kind, name, config, secret) VALUES ($1, $2, $3, $4) RETURNING id",
      [request.kind, request.name, JSON.stringify(config), await sealed(secret)],
    );
    const id = rows[0]?.id ?? 0;
    if (request.kind === "slack" || request.kind === "webhook")
      await client.query(
        "INSERT INTO notification_rule (integration_id, kinds, timing) VALUES ($1, '{}', 'now'), ($1, '{}', 'daily')",
        [id],
      );
    note({
      action: "integration.create",
      target: `integration:${id} ${request.name}`,
      detail: { kind: request.kind, config },
    });
    return { id, key };
  });
}

function split(request: IntegrationCreate): { config: object; secret: object; key: string | null } {
  switch (request.kind) {
    case "smtp": {
      const { password, kind: _, name: __, ...config } = request;
      return { config, secret: { password: password ?? null }, key: null };
    }
    case "slack":
    case "webhook": {
      const { url, allowPrivate, kind } = request;
      const key = kind === "webhook" ? newKey() : null;
      return { config: { host: hostOf(url), allowPrivate }, secret: { url, ...(key ? { key } : {}) }, key };
    }
    case "github": {
      const { apiUrl, allowPrivate = false, repositories = {}, automatic = false, token } = request;
      const key = newKey();
      return { config: { apiUrl, allowPrivate, repositories, automatic }, secret: { token, key }, key };
    }
  }
}
