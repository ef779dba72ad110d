import type { Pool, PoolClient } from "pg";
import { notFound } from "@/lib/authz/refusal";
import type { EndpointConfig, GithubConfig, IntegrationKind, SmtpConfig } from "@/lib/client/contract/integration";
import { seal, unseal } from "../setting/seal";

interface Shapes {
  smtp: { config: SmtpConfig; secret: { password: string | null } };
  /** The address of an incoming webhook is what lets one write to the channel, so it is a secret. */
  slack: { config: EndpointConfig; secret: { url: string } };
  webhook: { config: EndpointConfig; secret: { url: string; key: string } };
  /** `key`: what GitHub signs its webhooks with. */
  github: { config: GithubConfig; secret: { token: string; key: string } };
}

interface StoredOf<K extends IntegrationKind> {
  id: number;
  kind: K;
  name: string;
  config: Shapes[K]["config"];
  secret: Shapes[K]["secret"];
  disabledAt: Date | null;
  failingSince: Date | null;
}
export type Stored<K extends IntegrationKind = IntegrationKind> = { [Kind in K]: StoredOf<Kind> }[K];
export type SecretOf<K extends IntegrationKind> = Shapes[K]["secret"];

interface Row {
  id: number;
  kind: IntegrationKind;
  name: string;
  config: never;
  secret: Buffer | null;
  disabledAt: Date | null;
  failingSince: Date | null;
}

const COLUMNS = `id, kind, name, config, secret, disabled_at AS "disabledAt", failing_since AS "failingSince"`;

async function opened(row: Row): Promise<Stored> {
  return { ...row, secret: row.secret ? JSON.parse(await unseal(row.secret)) : {} } as Stored;
}

/** One with its secrets, for those who send. null: there is none. Throws when its secrets cannot be read. */
export async function findIntegration(db: Pool | PoolClient, id: number): Promise<Stored | null> {
  const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM integration WHERE id = $1`, [id]);
  return rows[0] ? opened(rows[0]) : null;
}

/** The same for a change: the row is held until the end of the transaction. Throws not_found. */
export async function lockIntegration(client: PoolClient, id: number): Promise<Stored> {
  const { rows } = await client.query<Row>(`SELECT ${COLUMNS} FROM integration WHERE id = $1 FOR UPDATE`, [id]);
  if (!rows[0]) throw notFound("This integration");
  return opened(rows[0]);
}

/** All of a kind that are switched on, the oldest first. */
export async function integrationsOf<K extends IntegrationKind>(db: Pool | PoolClient, kind: K): Promise<Stored<K>[]> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM integration WHERE kind = $1 AND disabled_at IS NULL ORDER BY id`,
    [kind],
  );
  return (await Promise.all(rows.map(opened))) as Stored<K>[];
}

/** Secrets as they are kept. */
export const sealed = (secret: object): Promise<Buffer> => seal(JSON.stringify(secret));
