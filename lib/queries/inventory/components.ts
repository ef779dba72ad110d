import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type BoundedCount, bounded } from "../bounded";
import { lookUp, type Named } from "../names";
import { all, likePattern, Parameters } from "../sql";
import { ownPosture, visible } from "../visible";

export interface ComponentRequest {
  /** Part of the name or of the Package URL. */
  q?: string;
  cursor: ComponentCursor | null;
  limit: number;
}

export interface ComponentCursor {
  name: string;
  id: number;
}

export interface ComponentRow {
  purl: string;
  name: string;
  /** By number of assets, most first; at most twenty. */
  versions: { version: string; assets: number }[];
  assets: BoundedCount;
  images: BoundedCount;
  clusters: Named[];
  /** Where an asset with it is placed: at most twenty places. */
  places: { cluster: Named; namespace: string }[];
  workloads: BoundedCount;
}

export interface ComponentPage {
  rows: ComponentRow[];
  next: ComponentCursor | null;
  count: BoundedCount;
}

/** Most that a count goes up to, of components and of what has one of them. */
const mostComponents = 10_000;
const mostAssets = 1000;
const mostShown = 20;

/** Components of what the reader's teams run or can fix, by name, each with where it is. */
export async function listComponents(scope: Scope, request: ComponentRequest): Promise<ComponentPage> {
  return reading(scope, async (run) => {
    const found = await run<Found>(pageStatement(scope, request));
    const listed = found.filter((row): row is Found & Listed => row.id !== null);
    const page = listed.slice(0, request.limit);
    const last = listed.length > request.limit ? (page.at(-1) ?? null) : null;
    const rows = page.length === 0 ? [] : await detailed(run, scope, page);
    return { rows, next: last && { name: last.name, id: last.id }, count: bounded(found[0]?.n ?? 0, mostComponents) };
  });
}

interface Listed {
  id: number;
  name: string;
  purl: string;
}

/** A row of a page beside the number of all that match; a page without rows is one of nulls. */
type Found = { n: number } & (Listed | { id: null; name: null; purl: null });

/**
 * The components in question as `c`: for a developer those in the bills of their teams, for a reader of everything all that
 * are in any.
 */
function source(scope: Scope, p: Parameters, q: string | undefined): { head: string; from: string } {
  const teams = teamsOf(scope, p);
  const pattern = q ? p.add(likePattern(q), "text") : null;
  const named = pattern ? `(c.name ILIKE ${pattern} OR c.purl ILIKE ${pattern})` : "true";
  if (teams) {
    return {
      head: `had AS MATERIALIZED (SELECT id FROM components_of(${teams}) h(id)), `,
      from: `had JOIN component c ON c.id = had.id WHERE ${named}`,
    };
  }
  const beside = "CROSS JOIN LATERAL (SELECT 1 FROM bom_component x WHERE x.component_id = c.id LIMIT 1) h";
  return { head: "", from: `component c ${beside} WHERE ${named}` };
}

/** A developer's own teams, as a parameter; null for a reader of everything. */
function teamsOf(scope: Scope, p: Parameters): string | null {
  return visible(scope, new Parameters(), "w").length > 0 && scope.teams !== "*" ? p.add(scope.teams, "int[]") : null;
}

function pageStatement(scope: Scope, { q, cursor, limit }: ComponentRequest) {
  const p = new Parameters();
  const { head, from } = source(scope, p, q);
  const after = cursor ? ` AND (c.name, c.id) > (${p.add(cursor.name, "text")}, ${p.add(cursor.id, "int")})` : "";
  return {
    text: `WITH ${head}
      counted AS (SELECT count(*)::int AS n FROM (SELECT 1 FROM ${from} LIMIT ${p.add(mostComponents + 1, "int")}) x),
      page AS (SELECT c.id, c.name, c.purl FROM ${from}${after} ORDER BY c.name, c.id LIMIT ${p.add(limit + 1, "int")})
      SELECT counted.n, page.* FROM counted LEFT JOIN page ON true ORDER BY page.name, page.id`,
    values: p.values,
  };
}

interface Has {
  id: number;
  version: string;
  asset: number;
  kind: number;
}

interface Placed {
  asset: number;
  cluster: number;
  place: number;
  workload: number | null;
}

const image = 4;

async function detailed(
  run: Run,
  scope: Scope,
  page: { id: number; name: string; purl: string }[],
): Promise<ComponentRow[]> {
  const has = await run<Has>(
    assetsStatement(
      scope,
      page.map(({ id }) => id),
    ),
  );
  const placed = await run<Placed>(placesStatement(scope, [...new Set(has.map(({ asset }) => asset))]));
  const byAsset = groupBy(placed, ({ asset }) => asset);
  const byComponent = groupBy(has, ({ id }) => id);
  const names = await lookUp(run, scope, {
    clusters: placed.map(({ cluster }) => cluster),
    places: placed.map(({ place }) => place),
  });
  return page.map(({ id, name, purl }) => {
    const mine = byComponent.get(id) ?? [];
    const cut = mine.length > mostAssets;
    const at = mine.flatMap(({ asset }) => byAsset.get(asset) ?? []);
    const assets = new Map(mine.map(({ asset, kind }) => [asset, kind]));
    const clusters = [...new Set(at.map(({ cluster }) => cluster))].flatMap((one) => names.clusters.get(one) ?? []);
    const places = [...new Map(at.map((one) => [one.place, one])).values()].flatMap(({ place, cluster }) => {
      const namespace = names.places.get(place)?.namespace;
      const found = names.clusters.get(cluster);
      return namespace !== undefined && found ? [{ cluster: found, namespace }] : [];
    });
    const workloads = new Set(at.flatMap(({ workload }) => workload ?? []));
    const by = (one: Named, other: Named) => (one.slug < other.slug ? -1 : 1);
    return {
      purl,
      name,
      versions: versionsOf(mine),
      assets: { value: assets.size, atLeast: cut },
      images: { value: [...assets.values()].filter((kind) => kind === image).length, atLeast: cut },
      clusters: clusters.sort(by),
      places: places
        .sort((a, b) => by(a.cluster, b.cluster) || (a.namespace < b.namespace ? -1 : 1))
        .slice(0, mostShown),
      workloads: { value: workloads.size, atLeast: cut },
    };
  });
}

/** `Map.groupBy`, which Node 20 lacks. */
function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function versionsOf(has: Has[]): { version: string; assets: number }[] {
  const byVersion = groupBy(has, ({ version }) => version);
  return [...byVersion]
    .map(([version, rows]) => ({ version, assets: new Set(rows.map(({ asset }) => asset)).size }))
    .sort((a, b) => b.assets - a.assets || (a.version < b.version ? -1 : 1))
    .slice(0, mostShown);
}

function assetsStatement(scope: Scope, ids: number[]) {
  const p = new Parameters();
  const list = p.add(ids, "int[]");
  const teams = teamsOf(scope, p);
  const most = p.add(mostAssets + 1, "int");
  if (teams) return { text: `SELECT * FROM component_assets(${list}, ${teams}, ${most})`, values: p.values };
  return {
    text: `SELECT u.id, h.version, h.asset_id AS asset, a.kind FROM unnest(${list}) u(id) CROSS JOIN LATERAL (
        SELECT x.version, b.asset_id FROM bom_component x JOIN bom b ON b.id = x.bom_id
        WHERE x.component_id = u.id ORDER BY x.bom_id LIMIT ${most}) h
      JOIN asset a ON a.id = h.asset_id`,
    values: p.values,
  };
}

/** Where the assets are; workloads are counted where a team of the reader's runs them. */
function placesStatement(scope: Scope, assets: number[]) {
  const p = new Parameters();
  const where = ["w.place_id > 0", `w.asset_id = ANY (${p.add(assets, "int[]")})`, ...visible(scope, p, "w")];
  const ran = all(["w.workload_id <> w.asset_id", ...ownPosture(scope, p, "w")]);
  return {
    text: `SELECT w.asset_id AS asset, w.cluster_id AS cluster, w.place_id AS place, CASE WHEN ${ran} THEN w.workload_id END AS workload
      FROM placement w WHERE ${all(where)} ORDER BY w.asset_id, w.place_id LIMIT 20000`,
    values: p.values,
  };
}
