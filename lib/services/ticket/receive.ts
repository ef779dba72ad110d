import { z } from "zod";
import { invalid } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";
import { enqueue } from "@/lib/jobs/enqueue";
import { integrationsOf } from "../integration/store";
import { isSignedBy } from "./github/signature";

const Hook = z.object({
  issue: z.object({ number: z.number().int().positive() }),
  repository: z.object({ full_name: z.string().max(210) }),
});

/**
 * A webhook of GitHub: whose signature it carries, that integration is asked about the issue. What is not about an issue
 * with a ticket is taken and left. Throws invalid where no integration's key signed these bytes.
 */
export async function receiveHook(body: Uint8Array, signature: string | null, event: string | null): Promise<void> {
  const integration = (await integrationsOf(pool(), "github")).find(({ secret }) =>
    isSignedBy(secret.key, body, signature),
  );
  if (!integration) throw invalid("The signature is not that of a known integration.");
  if (event !== "issues") return;
  const told = Hook.safeParse(parse(body));
  if (!told.success) return;
  const { repository, issue } = told.data;
  const { rows } = await pool().query<{ repository: string }>(
    "SELECT repository FROM ticket WHERE integration_id = $1 AND lower(repository) = lower($2) AND number = $3",
    [integration.id, repository.full_name, issue.number],
  );
  if (!rows[0]) return;
  const ref = { integrationId: integration.id, repository: rows[0].repository, number: issue.number };
  await enqueue(pool(), "pull-ticket", ref, { key: `pull-${ref.integrationId}-${ref.repository}-${ref.number}` });
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return null;
  }
}
