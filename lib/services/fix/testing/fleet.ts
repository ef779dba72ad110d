import type { FixState } from "../../../domain/vocabulary";
import { severities } from "../../../domain/vocabulary";
import type { AssetRef, ImageRef, InventoryItem } from "../../../importers/types";
import { forgetRules } from "../../../ingest/rules";
import type { Harness } from "../../../ingest/testing/harness";
import { configuration, prepared, report, type Said, type Saying } from "../../../ingest/testing/items";
import type { Random } from "../../../ingest/testing/random";
import { emptied } from "../../../ingest/testing/state";
import { reassign } from "../../ownership/reassign";
import { refreshUnits } from "../../posture/refresh-units";
import { refreshFixes } from "../refresh";

export interface Workload {
  namespace: string;
  name: string;
  running: boolean;
  /** `REPOSITORY@TAG` */
  images: string[];
}

export interface Cluster {
  id: number;
  slug: string;
  workloads: Workload[];
  exposed: string[];
}

/** A report that can be told again without some of what it says. */
export interface Telling {
  cluster: Cluster | null;
  saying: Saying;
}

/** A small fleet whose reports are kept, so that the next ones can say what is left of them. */
export interface Fleet {
  h: Harness;
  clusters: Cluster[];
  tellings: Telling[];
  now: number;
}

const repositories = ["docker.io/acme/a", "ghcr.io/acme/b"];
const tags = ["1.0", "1.1", "2.0", "1.0-alpine", "1.2-alpine", "latest"];
const packages = ["pkg:deb/debian/openssl", "pkg:deb/debian/zlib", "pkg:npm/lodash", "pkg:npm/qs"];
const flaws = Array.from({ length: 9 }, (_, i) => `CVE-2026-${1000 + i}`);
const checks = ["trivy:KSV017", "trivy:KSV012", "trivy:KSV014", "kube-linter:non-isolated-pod", "test:odd"];
const settings = ["kube-bench:cis-1.8:4.2.1", "kube-bench:cis-1.8:4.2.2"];

export const imageOf = (text: string): ImageRef => {
  const [repository = "", tag = ""] = text.split("@");
  return {
    kind: "image",
    repository,
    tag,
    digests: [`sha256:${repository.length}${Buffer.from(tag).toString("hex")}`],
  };
};

/** Makes a fleet by reports, in an order and with gaps of chance; what is known of exploitation stays the same for all. */
export async function makeFleet(h: Harness, r: Random): Promise<Fleet> {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  await h.db.pool.query(`INSERT INTO exploitation (code, kev, epss) VALUES ('${flaws[0]}', true, 0.5), ('${flaws[1]}', false, 0.3), ('${flaws[2]}', true, 0.01)
    ON CONFLICT DO NOTHING`);
  const [red, blue, green] = [await h.team("red"), await h.team("blue"), await h.team("green")];
  await h.db.pool.query(
    `INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (5, $1, 'shop'), (5, $2, 'bank')`,
    [red, blue],
  );
  if (r.chance(0.5)) {
    await h.db.pool.query("INSERT INTO ownership_rule (priority, team_id, image) VALUES (1, $1, $2)", [
      green,
      repositories[0],
    ]);
  }
  const clusters: Cluster[] = [];
  for (const slug of ["east", "west"]) {
    const { id } = await h.cluster(slug);
    await h.db.pool.query("UPDATE cluster SET criticality = $2 WHERE id = $1", [id, slug === "east" ? 20 : 10]);
    clusters.push({ id, slug, workloads: [], exposed: r.some(["web", "api"], 0.3) });
  }
  const fleet: Fleet = { h, clusters, tellings: [], now: Date.UTC(2026, 0, 1) };
  for (const cluster of clusters) cluster.workloads = workloadsOf(r);
  const steps: (() => Promise<void>)[] = clusters.map((cluster) => () => tellInventory(fleet, cluster));
  for (const telling of tellingsOf(fleet, r)) {
    fleet.tellings.push(telling);
    steps.push(() => tell(fleet, telling));
  }
  for (const step of r.shuffled(steps)) await step();
  if (r.chance(0.4)) {
    // A roll-out before: versions that are not scanned, and findings that wait for it.
    const cluster = r.pick(clusters);
    cluster.workloads = cluster.workloads.map((w) => ({ ...w, images: r.chance(0.5) ? imagesOf(r) : w.images }));
    await tellInventory(fleet, cluster);
  }
  await reassign(h.db.pool, new Date(fleet.now));
  await decide(fleet, r);
  await settle(fleet);
  return fleet;
}

/** Units and fixes as they are once all jobs have run. */
export async function settle({ h, clusters }: Fleet): Promise<void> {
  for (const id of [0, ...clusters.map((cluster) => cluster.id)]) await refreshUnits(h.db.pool, id);
  await refreshFixes(h.db.pool);
}

const imagesOf = (r: Random): string[] =>
  r.some(repositories, 0.7).map((repository) => `${repository}@${r.pick(tags)}`);

function workloadsOf(r: Random): Workload[] {
  const all = ["shop", "bank", "idle"].flatMap((namespace) => ["web", "api"].map((name) => ({ namespace, name })));
  return r.some(all, 0.6).map((of) => ({ ...of, running: r.chance(0.85), images: imagesOf(r) }));
}

function tellingsOf(fleet: Fleet, r: Random): Telling[] {
  const tellings: Telling[] = [];
  for (const repository of repositories) {
    for (const tag of r.some(tags, 0.6)) {
      const target = imageOf(`${repository}@${tag}`);
      const cluster = r.chance(0.3) ? r.pick(fleet.clusters) : null;
      const tools = r.some(["trivy", "grype"], 0.6);
      for (const tool of tools) tellings.push({ cluster, saying: { tool, target, says: flawsOf(r) } });
      if (r.chance(0.3)) {
        const says = r
          .some(["x", "y"], 0.6)
          .map((location) => said(r, "trivy:aws-key", { location, evidence: { file: `${location}.env` } }));
        tellings.push({ cluster, saying: { tool: "trivy", target, class: "secret", says } });
      }
    }
  }
  for (const cluster of fleet.clusters) {
    for (const { namespace, name } of r.some(cluster.workloads, 0.5)) {
      const target: AssetRef = { kind: "workload", namespace, workloadKind: "Deployment", name };
      const says = r.some(checks, 0.5).map((rule) => said(r, rule, { fixState: "available" }));
      tellings.push({ cluster, saying: { tool: "trivy", target, class: "misconfiguration", says } });
    }
    for (const name of r.some(["n1", "n2"], 0.5)) {
      const says = r.some(settings, 0.6).map((rule) => said(r, rule, {}));
      tellings.push({
        cluster,
        saying: { tool: "kube-bench", target: { kind: "node", name }, class: "misconfiguration", says },
      });
    }
  }
  return tellings;
}

const said = (r: Random, rule: string, more: Partial<Said>): Said => ({
  rule,
  severity: severities.word(r.below(6)),
  ...more,
});

function flawsOf(r: Random): Said[] {
  return r.some(flaws, 0.4).map((rule) => {
    const location = packages[flaws.indexOf(rule) % packages.length] as string;
    const fixState: FixState = r.pick(["available", "available", "none", "unknown"]);
    const fixed = fixState === "available" ? { fixedVersion: `2.${r.below(4)}.0` } : {};
    return said(r, rule, {
      location,
      fixState,
      package: location.split("/").at(-1) as string,
      installedVersion: "1.0.0",
      ...fixed,
    });
  });
}

const next = (fleet: Fleet): string => {
  fleet.now += 60_000;
  return new Date(fleet.now).toISOString();
};

/** Tells a report, without what is left out: rules, or `RULE LOCATION`. */
export async function tell(fleet: Fleet, { cluster, saying }: Telling): Promise<void> {
  const { h } = fleet;
  await h.merge([prepared(await report([saying]), cluster, next(fleet), h.nextReport())]);
}

export async function tellInventory(fleet: Fleet, cluster: Cluster): Promise<void> {
  const items: InventoryItem[] = [
    ...cluster.workloads.map(({ images, ...w }) => ({
      ...{
        type: "inventory" as const,
        item: "workload" as const,
        workloadKind: "Deployment",
        serviceAccount: null,
        labels: {},
      },
      ...{
        ...w,
        podLabels: { app: w.name },
        images: images.map((image) => ({ container: "c", image: imageOf(image), init: false })),
      },
    })),
    ...cluster.exposed.map((name) => ({
      ...{
        type: "inventory" as const,
        item: "service" as const,
        namespace: "shop",
        name: `svc-${name}`,
        selector: { app: name },
      },
      exposed: true,
    })),
  ];
  if (items.length === 0) return;
  const collected = await configuration(items, ["workload", "service"]);
  await fleet.h.merge([prepared(collected, cluster, next(fleet), fleet.h.nextReport())]);
}

/** Accepts some findings, calls some false, as decisions that people took. */
async function decide({ h }: Fleet, r: Random): Promise<void> {
  const client = await h.db.pool.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      "SELECT id FROM finding WHERE presence = 0 AND place_id > 0 ORDER BY subject_id, place_id, rule_id, loc",
    );
    for (const { id } of r.some(rows, 0.12)) {
      await client.query("BEGIN; SELECT merge_begin()");
      await client.query(
        `CREATE TEMP TABLE touched ON COMMIT DROP AS SELECT ${id}::bigint AS id, now() AS at, NULL::bigint AS report_id, NULL::int AS actor_id`,
      );
      await client.query("SELECT posture_add(-1)");
      await client.query(
        "UPDATE finding SET decision = $2, state = state_of(presence, awaiting, $2, work) WHERE id = $1",
        [id, 1 + r.below(4)],
      );
      await client.query("SELECT posture_add(1); SELECT merge_flush(); COMMIT");
    }
  } finally {
    client.release();
  }
}
