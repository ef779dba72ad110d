import type { Pool, PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { Enrichment, FeedState } from "@/lib/client/contract/enrichment";
import { pool } from "@/lib/db/pool";
import { type Feed, feeds } from "@/lib/domain/enrichment/feed";
import { enqueue } from "@/lib/jobs/enqueue";
import { unchanged, write } from "../audit/write";
import { keepSetting } from "../setting/store";

/** As it is kept: with what makes the next request a conditional one. */
export interface StoredFeed extends FeedState {
  etag: string | null;
  modified: string | null;
}

const none: StoredFeed = {
  ...{ url: null, askedAt: null, answeredAt: null, error: null, report: null },
  ...{ etag: null, modified: null },
};
const keyOf = (feed: Feed) => `feed.${feed}`;

export async function storedFeeds(db: Pool | PoolClient = pool()): Promise<Record<Feed, StoredFeed>> {
  const { rows } = await db.query<{ key: string; value: StoredFeed }>(
    "SELECT key, value FROM setting WHERE key = ANY ($1)",
    [feeds.map(keyOf)],
  );
  const known = new Map(rows.map((row) => [row.key, row.value]));
  return { epss: { ...none, ...known.get(keyOf("epss")) }, kev: { ...none, ...known.get(keyOf("kev")) } };
}

/** Writes down how it went, unless the address was changed meanwhile. */
export async function keepFeed(db: Pool | PoolClient, feed: Feed, state: StoredFeed): Promise<void> {
  await db.query("UPDATE setting SET value = $2, updated_at = now() WHERE key = $1 AND value->>'url' = $3", [
    keyOf(feed),
    JSON.stringify(state),
    state.url,
  ]);
}

/** Where EPSS and KEV come from, and how the last fetch went. Throws forbidden. */
export async function readFeeds(actor: Actor): Promise<Enrichment> {
  authorize(actor, "integrations.manage");
  return storedFeeds();
}

/** Says where EPSS and KEV are fetched from, once a day and now. Throws forbidden. */
export async function setFeeds(actor: Actor, wanted: Partial<Record<Feed, string | null>>): Promise<void> {
  authorize(actor, "integrations.manage");
  await write(actor, async (client, note) => {
    const before = await storedFeeds(client);
    const changed = feeds.filter((feed) => (wanted[feed] ?? null) !== before[feed].url);
    if (changed.length === 0) return unchanged(undefined);
    for (const feed of changed) {
      const url = wanted[feed] ?? null;
      await keepSetting(client, keyOf(feed), { ...none, url });
      note({ action: "enrichment.set", target: `feed:${feed}`, detail: { before: before[feed].url, after: url } });
    }
    await enqueue(client, "fetch-feeds", {}, { key: "fetch-feeds" });
  });
}
