import { imageKeys } from "../../domain/identity/asset-key";
import type { Prepared } from "../../ingest/merge";
import type { Claimed } from "./claim";

/**
 * Does a report say nothing but what is found on its targets, at the one time that its digest of the content leaves out?
 * Then another one of that content with a later time changes only freshness. The answer is every name of the images
 * that it is about, which must still mean them then. Null: what it says of the cluster (what runs where, what is there
 * at all) has to be weighed anew each time, or it states more times than one.
 */
export function repeatableBy(
  { collected, complete }: Prepared,
  { statedAt }: Pick<Claimed, "statedAt">,
): string[] | null {
  const { header, scopes, inventory } = collected;
  if (complete || inventory.length > 0 || header.semantics === "events") return null;
  if (header.observedAt !== (statedAt?.toISOString() ?? null)) return null;
  const plain = scopes.every(
    ({ target, placedOn, observedAt, rows }) =>
      target !== null && placedOn.length === 0 && observedAt === null && rows.every(({ asset }) => asset === target),
  );
  if (!plain) return null;
  return [...new Set(scopes.flatMap(({ target }) => (target?.kind === "image" ? imageKeys(target) : [])))];
}
