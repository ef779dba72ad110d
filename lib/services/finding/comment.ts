import { type Actor, actorUserId } from "@/lib/authz/actor";
import { forbidden, invalid } from "@/lib/authz/refusal";
import { clean } from "@/lib/domain/text/clean";
import { write } from "../audit/write";
import { raiseMentions } from "../notice/mention";
import { findingForTriage } from "./load";

/**
 * Adds a comment to a finding, open or closed. The audit log says that it was made, not what it says.
 * Throws not_found, forbidden, invalid.
 */
export async function comment(actor: Actor, id: string, text: string, at = new Date()): Promise<void> {
  if (actor.kind === "token") throw forbidden("Only a signed-in person discusses findings.");
  const said = clean(text).trim();
  if (said === "") throw invalid("A comment needs a text.", "body.text");
  await write(actor, async (client, note) => {
    // The row is held, so that it cannot go up in another one meanwhile.
    const finding = await findingForTriage(client, actor, id, true);
    await client.query("INSERT INTO comment (finding_id, author_id, text, at) VALUES ($1, $2, $3, $4)", [
      finding.id,
      actorUserId(actor),
      said,
      at,
    ]);
    const { rule: title, teamIds } = finding;
    const by = actor.name;
    await raiseMentions(client, {
      text: said,
      subject: `finding:${finding.id}`,
      teamIds,
      actorId: actorUserId(actor),
      title,
      by,
      at,
    });
    note({
      action: "finding.comment",
      target: `finding:${finding.id} ${finding.rule}`,
      detail: { length: said.length },
    });
  });
}
