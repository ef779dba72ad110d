import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import { write } from "../audit/write";

/** Ends a token at once. Throws `not_found` when it is not there or ended before. */
export async function revokeToken(actor: Actor, id: number): Promise<void> {
  authorize(actor, "tokens.manage");
  await write(actor, async (client, note) => {
    const { rows } = await client.query<{ name: string }>(
      "UPDATE api_token SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING name",
      [id],
    );
    const token = rows[0];
    if (!token) throw notFound("This token");
    note({ action: "token.revoke", target: `token:${token.name}`, detail: { id } });
  });
}
