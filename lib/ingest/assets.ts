import type { PoolClient } from "pg";
import type { ImageRef } from "../domain/asset/ref";
import { assetKey, imageKeys } from "../domain/identity/asset-key";
import { assetKinds } from "../domain/vocabulary";
import type { Question } from "./ask";
import { isGlobal, nameOf, namespaceOf, type SubjectWanted, subjectIdentity } from "./subjects";

export interface AssetFound {
  id: number;
  subjectId: number;
  placeId: number;
  scanned: number;
  /** A complete configuration that is newer than what speaks of it now lacks it. */
  gone: boolean;
}

export interface AssetContext {
  client: PoolClient;
  subjects: Map<string, number>;
  places: Map<string, number>;
  images: ImageIndex;
  /** Time and report that later changes are attributed to. */
  at: string;
  reportId: string;
}

export function assetIdentity({ ref, clusterId }: SubjectWanted): string {
  return `${isGlobal(ref) ? 0 : clusterId} ${assetKey(ref)}`;
}

/** Ids of all assets named, making those that are new. Runs inside the merge, under the locks of their subjects. */
export async function resolveAssets(context: AssetContext, wanted: SubjectWanted[]): Promise<Map<string, AssetFound>> {
  const images = wanted.filter((item) => item.ref.kind === "image");
  const others = wanted.filter((item) => item.ref.kind !== "image");
  const found = await resolvePlain(context, others);
  for (const [key, asset] of await resolveImages(context, images)) found.set(key, asset);
  return found;
}

async function resolvePlain(
  { client, subjects, places, at }: AssetContext,
  wanted: SubjectWanted[],
): Promise<Map<string, AssetFound>> {
  const unique = new Map(wanted.map((item) => [assetIdentity(item), item]));
  const rows = [...unique].map(([identity, item]) => {
    const cluster = isGlobal(item.ref) ? 0 : item.clusterId;
    return {
      cluster,
      key: assetKey(item.ref),
      kind: assetKinds.code(item.ref.kind),
      name: nameOf(item.ref),
      identity,
      subject: subjects.get(subjectIdentity(item)),
      place: cluster === 0 ? 0 : places.get(`${cluster} ${namespaceOf(item.ref)}`),
    };
  });
  if (rows.length === 0) return new Map();
  const result = await client.query<{
    identity: string;
    id: number;
    subject_id: number;
    place_id: number;
    scanned: number;
    gone: boolean;
  }>({
    name: "assets-plain",
    text: `
      WITH given AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb)
        g(identity text, cluster int, key text, kind smallint, name text, subject int, place int)),
      made AS (
        INSERT INTO asset AS a (subject_id, kind, cluster_id, place_id, key, name)
          SELECT subject, kind, cluster, place, key, name FROM given ORDER BY cluster, key
        ON CONFLICT (cluster_id, key) DO UPDATE SET gone_at = NULL WHERE a.gone_at < $2
        RETURNING id, cluster_id, key, subject_id, place_id, scanned)
      SELECT g.identity, a.id, a.subject_id, a.place_id, a.scanned, coalesce(a.gone_at >= $2, false) AS gone
      FROM given g JOIN asset a ON a.cluster_id = g.cluster AND a.key = g.key
      UNION ALL
      SELECT g.identity, a.id, a.subject_id, a.place_id, a.scanned, false FROM given g JOIN made a ON a.cluster_id = g.cluster AND a.key = g.key
      WHERE NOT EXISTS (SELECT 1 FROM asset x WHERE x.cluster_id = g.cluster AND x.key = g.key)`,
    values: [JSON.stringify(rows), at],
  });
  return new Map(
    result.rows.map((row) => [
      row.identity,
      { id: row.id, subjectId: row.subject_id, placeId: row.place_id, scanned: row.scanned, gone: row.gone },
    ]),
  );
}

interface Image {
  id: number;
  scanned: number;
  /** Known by tag only: becomes one with the digest when that is learnt. */
  provisional: boolean;
}

/** What is known of images, kept up as they are resolved. */
export interface ImageIndex {
  images: Map<number, Image>;
  byKey: Map<string, number>;
}

interface NamedImage extends Image {
  key: string;
}

/** What is known of the images among the things named: one look-up for all reports of a batch. */
export function imagesNamed(wanted: SubjectWanted[]): Question<NamedImage> {
  const keys = new Set(wanted.flatMap(({ ref }) => (ref.kind === "image" ? imageKeys(ref) : [])));
  return {
    text: `SELECT l.key, a.id, a.scanned, NOT EXISTS (SELECT 1 FROM asset_alias d WHERE d.asset_id = a.id AND d.key LIKE '%@%') AS provisional
           FROM asset_alias l JOIN asset a ON a.id = l.asset_id WHERE l.key = ANY ($1::text[])`,
    values: [[...keys].sort()],
  };
}

export function imageIndex(rows: NamedImage[]): ImageIndex {
  const images = new Map<number, Image>();
  const byKey = new Map<string, number>();
  for (const row of rows) {
    images.set(row.id, row);
    byKey.set(row.key, row.id);
  }
  return { images, byKey };
}

/**
 * Digests and the image id name a version for good; a tag names whatever it was last seen on.
 * A version known by its tag alone takes the digest that a later report states, or goes up in the asset that has it.
 */
async function resolveImages(context: AssetContext, wanted: SubjectWanted[]): Promise<Map<string, AssetFound>> {
  const result = new Map<string, AssetFound>();
  if (wanted.length === 0) return result;
  const { images, byKey } = context.images;
  // Digests first: what one entry of a file knows by digest, another entry may name by tag alone.
  const ordered = [...wanted].sort((a, b) => strength(b.ref as ImageRef) - strength(a.ref as ImageRef));
  for (const item of ordered) {
    const ref = item.ref as ImageRef;
    const subjectId = context.subjects.get(subjectIdentity(item)) as number;
    const image = await resolveImage(context, ref, subjectId, images, byKey);
    result.set(assetIdentity(item), { id: image.id, subjectId, placeId: 0, scanned: image.scanned, gone: false });
  }
  // An image that went up in another one while this loop ran is known under its new id.
  for (const [identity, asset] of result) {
    const key = identity.slice(identity.indexOf(" ") + 1);
    const id = byKey.get(key);
    if (id !== undefined && id !== asset.id) result.set(identity, { ...asset, id });
  }
  return result;
}

const strength = (ref: ImageRef) => (ref.digests?.length ?? 0) * 2 + (ref.imageId ? 1 : 0);

async function resolveImage(
  { client, at, reportId }: AssetContext,
  ref: ImageRef,
  subjectId: number,
  images: Map<number, Image>,
  byKey: Map<string, number>,
): Promise<Image> {
  const keys = imageKeys(ref);
  const fixed = keys.filter((key) => key.includes("@"));
  const loose = keys.filter((key) => !key.includes("@"));
  const named = [...new Set(fixed.map((key) => byKey.get(key)).filter((id) => id !== undefined))].sort((a, b) => a - b);
  const tagged = loose.map((key) => byKey.get(key)).find((id) => id !== undefined);
  let image = named[0] === undefined ? undefined : images.get(named[0]);
  if (!image && tagged !== undefined && (fixed.length === 0 || images.get(tagged)?.provisional))
    image = images.get(tagged);
  if (!image) {
    const { rows } = await client.query<{ id: number }>({
      name: "asset-image",
      text: `INSERT INTO asset (subject_id, kind, cluster_id, place_id, key, name) VALUES ($1, 4, 0, 0, $2, $3)
             ON CONFLICT (cluster_id, key) DO UPDATE SET name = excluded.name RETURNING id`,
      values: [subjectId, keys[0], imageName(ref)],
    });
    image = { id: (rows[0] as { id: number }).id, scanned: 0, provisional: fixed.length === 0 };
    images.set(image.id, image);
  }
  // A tag goes where it was seen last: an older report does not take it back.
  const moves = tagged !== undefined && tagged !== image.id && !images.get(tagged)?.provisional;
  if (moves && (await seenSince(client, tagged, at))) for (const key of loose) byKey.set(key, image.id);
  const merged = [...named.slice(1), ...(tagged !== undefined && images.get(tagged)?.provisional ? [tagged] : [])];
  for (const id of new Set(merged)) {
    if (id === image.id) continue;
    await client.query("SELECT asset_merge($1, $2, $3, $4)", [id, image.id, at, reportId]);
    await client.query("SELECT bom_merge($1, $2)", [id, image.id]);
    image.scanned |= images.get(id)?.scanned ?? 0;
    for (const [key, value] of byKey) if (value === id) byKey.set(key, image.id);
  }
  if (image.provisional && fixed.length > 0) {
    await client.query("UPDATE asset SET key = $2, name = $3 WHERE id = $1", [image.id, keys[0], imageName(ref)]);
    image.provisional = false;
  }
  const fresh = keys.filter((key) => byKey.get(key) !== image.id);
  if (fresh.length > 0) {
    await client.query({
      name: "asset-aliases",
      text: `INSERT INTO asset_alias (key, asset_id) SELECT unnest($1::text[]), $2 ON CONFLICT (key) DO UPDATE SET asset_id = excluded.asset_id`,
      values: [fresh, image.id],
    });
    for (const key of fresh) byKey.set(key, image.id);
  }
  return image;
}

async function seenSince(client: PoolClient, assetId: number, at: string): Promise<boolean> {
  const { rows } = await client.query("SELECT 1 FROM scope WHERE target_id = $1 AND observed_at > $2 LIMIT 1", [
    assetId,
    at,
  ]);
  return rows.length > 0;
}

function imageName(ref: ImageRef): string {
  if (ref.tag) return `${ref.repository}:${ref.tag}`;
  const digest = ref.digests?.[0] ?? ref.imageId;
  return digest ? `${ref.repository}@${digest.slice(0, 19)}` : ref.repository;
}
