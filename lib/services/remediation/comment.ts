import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { forbidden, invalid, notFound } from "@/lib/authz/refusal";
import type { RemediationComment } from "@/lib/client/contract/remediation";
import { clean } from "@/lib/domain/text/clean";
import { roles } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { raise } from "../notice/raise";
import { holdRemediation, nameFor, targetOf } from "./load";

/**
 * Adds a comment to a remediation, whatever its state. `@ada@example.org` mentions a person, who is told; only those who
 * may see it can be mentioned. The audit log says that it was made, not what it says.
 * Throws not_found, forbidden, invalid.
 */
export async function commentRemediation(
  actor: Actor,
  id: number,
  { text, mentions = [] }: RemediationComment,
  at = new Date(),
): Promise<void> {
  if (actor.kind === "token") throw forbidden("Only a signed-in person discusses remediations.");
  const said = clean(text).trim();
  if (said === "") throw invalid("A comment needs a text.", "body.text");
  await write(actor, async (client, note) => {
    const held = await holdRemediation(client, id);
    const target = { teamIds: [held?.teamId ?? 0] };
    if (!held || !can(actor, "findings.read", target)) throw notFound("This remediation");
    if (!can(actor, "remediations.write", target)) throw forbidden();
    const mentioned = await mentionedIn(client, said, mentions, held.teamId);
    await client.query(
      "INSERT INTO remediation_comment (remediation_id, author_id, text, mentions, at) VALUES ($1, $2, $3, $4, $5)",
      [id, actorUserId(actor), said, mentioned, at],
    );
    if (mentioned.length > 0) {
      await raise(client, {
        kind: "mention",
        subject: `remediation:${id}`,
        at,
        actorId: actorUserId(actor),
        teamIds: [held.teamId],
        userIds: mentioned,
        data: { title: held.title, by: nameFor(actor, held.teamId) },
      });
    }
    note({
      action: "remediation.comment",
      target: targetOf(held),
      detail: { length: said.length, mentions: mentioned.length },
    });
  });
}

const address = /(?<![\w.])@([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;

/** Ids of those who are mentioned. One who is not there and one who may not see it are refused alike. */
async function mentionedIn(
  client: PoolClient,
  text: string,
  ids: readonly number[],
  teamId: number,
): Promise<number[]> {
  const emails = [...new Set([...text.matchAll(address)].map(([, email = ""]) => email.toLowerCase()))];
  if (emails.length + ids.length === 0) return [];
  const { rows } = await client.query<{ id: number; email: string }>(
    `SELECT u.id, lower(u.email) AS email FROM "user" u WHERE (lower(u.email) = ANY ($1::text[]) OR u.id = ANY ($2::int[]))
       AND u.disabled_at IS NULL
       AND (u.role <> $3 OR EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id AND m.team_id = $4))`,
    [emails, ids, roles.code("devops"), teamId],
  );
  const unknown = emails.filter((email) => !rows.some((row) => row.email === email));
  if (unknown.length > 0) throw invalid(`${unknown.join(", ")} cannot see this remediation.`, "body.text");
  if (ids.some((id) => !rows.some((row) => row.id === id)))
    throw invalid("Somebody who is mentioned cannot see this remediation.", "body.mentions");
  return rows.map(({ id }) => id);
}
