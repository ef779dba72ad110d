import { compileRules } from "../../domain/ownership/owner";
import { resultClasses, severities } from "../../domain/vocabulary";
import type { InventoryItem } from "../../importers/types";
import { quietRuntime } from "../../services/finding/quiet";
import { reassign } from "../../services/ownership/reassign";
import type { Prepared } from "../merge";
import {
  assetOf,
  follow,
  imageRef,
  type ModelScope,
  names,
  namespaces,
  type Run,
  repositories,
  rules,
  subjectOf,
  tools,
  versions,
  workloadAsset,
  workloadRef,
} from "./driver";
import { configuration, prepared, report, type Said } from "./items";
import type { Fact, Look } from "./model-types";
import type { Random } from "./random";
import { configure, type StatedWorkload, sight, speakOf } from "./world";

const iso = (at: number) => new Date(at).toISOString();

/** Mostly now; at times an instant of the past at which nothing else happened. */
export function moment(run: Run, r: Random): number {
  run.now += run.pace;
  if (!r.chance(run.late)) return run.now;
  const steps = (run.now - Date.UTC(2026, 0, 1)) / run.pace;
  return run.now - r.below(steps) * run.pace - 1000 - steps;
}

interface Told {
  prepared: Prepared;
  withdrawn: Set<string>;
  told: Fact[];
  looks: Look[];
}

const factKey = (fact: Pick<Fact, "asset" | "rule" | "location">) => [fact.asset, fact.rule, fact.location].join(" ");

/** A report of one tool on one image or workload, and what the model makes of it. */
async function tell(
  run: Run,
  r: Random,
  at: number,
  target: string,
  kind: number,
  tool = r.pick(["trivy", "grype"]),
  profile = target.includes("@") && r.chance(0.2) ? "only-fixed" : "",
): Promise<Told> {
  const name = resultClasses.word(kind);
  const image = target.includes("@");
  const ids = rules.filter((rule) => rule.kind === kind).map(({ id }) => id);
  const assessed = r.chance(0.1) ? r.some(ids, 0.6) : null;
  const cluster = image && r.chance(0.3) ? null : clusterOf(run, r, target);
  const key = `${target} ${kind} ${tool} ${profile}`;
  const scope: ModelScope = run.scopes.get(key) ?? {
    ...{
      target,
      kind,
      tool: tools.indexOf(tool),
      profile,
      observedAt: Number.NEGATIVE_INFINITY,
      completeAt: null,
      rows: new Map(),
    },
  };
  run.scopes.set(key, scope);
  const complete = r.chance(0.75);
  const said = saying(r, scope, name === "secret" ? 2 : 0, kind);
  const placedOn = image && cluster && r.chance(0.3) ? r.some(allWorkloads, 0.2) : [];
  const collected = await report([
    {
      ...{
        tool,
        class: name,
        profile,
        complete,
        assessed: assessed ?? undefined,
        says: said,
        placedOn: placedOn.map(workloadRef),
      },
      target: image ? imageRef(target) : workloadRef(wordsOf(target)),
    },
  ]);
  if (image) {
    const of = cluster && run.world.clusters.get(cluster.slug);
    for (const where of placedOn) if (of) speakOf(of, at, where);
    const ranThen = (slug: string | null) =>
      run.model.past.some((p) => {
        return p.asset === target && p.until > at && (slug === null || p.workload.startsWith(`${slug}/`));
      });
    sight(run.world, of ?? null, at, target, placedOn, subjectOf, ranThen);
  } else {
    const of = run.world.clusters.get(cluster?.slug ?? "");
    if (of) speakOf(of, at, wordsOf(target));
  }
  const { withdrawn, told } = hear(scope, said, at, complete ? (assessed ?? "all") : "none");
  const look = { asset: target, kind, tool: scope.tool, profile, rules: assessed, at };
  const known = run.model.looks.filter((one) => one.asset === target && one.kind === kind);
  const alike = known.filter((one) => one.tool === look.tool && one.profile === profile && one.rules === null);
  const looks = complete && image && !alike.some((one) => one.at <= at) ? [look] : [];
  if (complete && image) run.model.looks.push(look);
  return { prepared: prepared(collected, cluster, iso(at), run.h.nextReport()), withdrawn, told, looks };
}

/** @param speaksOf rules that it is complete of */
function hear(scope: ModelScope, said: Said[], at: number, speaksOf: string[] | "all" | "none") {
  const complete = speaksOf !== "none";
  const withdrawn = new Set<string>();
  const told: Fact[] = [];
  const older = at < scope.observedAt;
  const now = new Map<string, Fact & { heard: number }>();
  for (const { rule, location = "", severity = "high", fixState } of said) {
    const fix = fixState === "available" ? 3 : fixState === "none" ? 1 : 0;
    const fact = {
      asset: scope.target,
      rule,
      location,
      tool: scope.tool,
      profile: scope.profile,
      severity: severities.code(severity),
      fixState: fix,
      first: at,
      heard: at,
    };
    now.set(factKey(fact), fact);
  }
  // Of what came before a complete report only the dates count; else each detection is as the last that spoke of it has it.
  const over = scope.completeAt !== null && scope.completeAt > at;
  const isNewer = (known: { heard?: number }) => over || (known.heard ?? at) > at;
  for (const [key, fact] of now) {
    const known = scope.rows.get(key);
    const other = !known || known.severity !== fact.severity || known.fixState !== fact.fixState;
    if (known ? older || other : !over) told.push(fact);
    if (known && isNewer(known)) known.first = Math.min(known.first, at);
    else if (known) scope.rows.set(key, { ...fact, first: Math.min(known.first, at) });
    else if (!over) scope.rows.set(key, fact);
  }
  if (complete)
    for (const [key, fact] of [...scope.rows]) {
      if (now.has(key) || isNewer(fact) || (speaksOf !== "all" && !speaksOf.includes(fact.rule))) continue;
      scope.rows.delete(key);
      const located = rules.find(({ id }) => id === fact.rule)?.located;
      withdrawn.add(`${fact.asset} ${fact.rule} ${located ? fact.location : ""}`);
    }
  scope.observedAt = Math.max(scope.observedAt, at);
  if (complete) scope.completeAt = Math.max(scope.completeAt ?? at, at);
  return { withdrawn, told };
}

const allWorkloads = namespaces.flatMap((namespace) => names.map((name) => ({ namespace, name })));
const wordsOf = (asset: string) => {
  const [, namespace = "", name = ""] = asset.split("/");
  return { namespace, name };
};
const clusterOf = (run: Run, r: Random, target: string) =>
  target.includes("@")
    ? r.pick(run.clusters)
    : (run.clusters.find(({ slug }) => target.startsWith(`${slug}/`)) ?? null);

/** Much of what the scope said before, some of it changed, and some that is new. */
function saying(r: Random, scope: ModelScope, locations: number, kind: number): Said[] {
  const said: Said[] = [];
  if (r.chance(0.1)) return said;
  const severity = () => severities.word(r.below(6));
  const fixState = () => r.pick(["unknown", "none", "available"] as const);
  for (const { id } of rules.filter((rule) => rule.kind === kind))
    for (const location of locations > 0 ? ["x", "y"] : kind === 0 ? ["pkg:a", "pkg:b"] : [""]) {
      const known = scope.rows.get(factKey({ asset: scope.target, rule: id, location }));
      if (known && r.chance(0.6))
        said.push({ rule: id, location, severity: severities.word(known.severity), fixState: fixWord(known.fixState) });
      else if (r.chance(0.3)) said.push({ rule: id, location, severity: severity(), fixState: fixState() });
    }
  return said;
}
const fixWord = (code: number) => (code === 3 ? "available" : code === 1 ? "none" : "unknown");

export async function reportStep(run: Run, r: Random): Promise<string> {
  const at = moment(run, r);
  const one = async (not?: string): Promise<{ target: string; kind: number }> => {
    if (r.chance(0.3)) return { target: workloadAsset(r.pick(run.clusters).slug, r.pick(allWorkloads)), kind: 1 };
    const repository = r.pick(repositories.filter((item) => item !== not));
    return { target: assetOf(repository, r.pick(versions)), kind: r.chance(0.8) ? 0 : 2 };
  };
  const first = await one();
  const told = [await tell(run, r, at, first.target, first.kind)];
  const second = await one(subjectOf(first.target));
  if (r.chance(0.25) && second.target.includes("@") && first.target.includes("@"))
    told.push(await tell(run, r, at, second.target, second.kind));
  const reports = told.map((item) => item.prepared);
  const before = new Map([...run.model.findings].map(([key, f]) => [key, f.presence]));
  const [counts] = await run.h.merge(reports);
  const gone = new Set(told.flatMap((item) => [...item.withdrawn]));
  await follow(
    run,
    at,
    gone,
    new Map(),
    told.flatMap((item) => item.told),
    told.flatMap((item) => item.looks),
  );
  if (reports.length === 1 && counts) {
    let [created, reopened, closed] = [0, 0, 0];
    for (const [key, f] of run.model.findings) {
      const was = before.get(key);
      if (was === undefined && !isMoved(run, before)) {
        created++;
        // A late report makes known what was over by then.
        if (f.presence !== 0) closed++;
      }
      if (was !== undefined && was !== 0 && f.presence === 0) reopened++;
      else if (was === 0 && f.presence !== 0) closed++;
    }
    const want = { created, reopened, closed };
    const have = { created: counts.created, reopened: counts.reopened, closed: counts.closed };
    if (!isMoved(run, before) && JSON.stringify(want) !== JSON.stringify(have))
      throw new Error(`counts ${JSON.stringify(have)}, expected ${JSON.stringify(want)}`);
  }
  return `report ${iso(at)} ${told.length} ${first.target} ${first.kind}`;
}

/** A tool speaks again of what it spoke of before: things go, and come back. */
export async function againStep(run: Run, r: Random): Promise<string> {
  const known = [...run.scopes.values()].filter(({ kind }) => kind !== resultClasses.code("runtime"));
  if (known.length === 0) return reportStep(run, r);
  const at = moment(run, r);
  const { target, kind, tool, profile } = r.pick(known);
  const { prepared: report, withdrawn, told, looks } = await tell(run, r, at, target, kind, tools[tool], profile);
  await run.h.merge([report]);
  await follow(run, at, withdrawn, new Map(), told, looks);
  return `again ${iso(at)} ${target} ${kind} ${tools[tool]}`;
}

/** Findings that went over to another place are not counted by this simple comparison. */
const isMoved = (run: Run, before: Map<string, number>) =>
  [...before.keys()].some((key) => !run.model.findings.has(key));

export async function inventoryStep(run: Run, r: Random): Promise<string> {
  const at = moment(run, r);
  const cluster = r.pick(run.clusters);
  const whole = r.chance(0.4);
  const workloads: StatedWorkload[] = r.some(allWorkloads, whole ? 0.7 : 0.3).map((of) => ({
    ...{ ...of, labels: { tier: r.pick(["front", "back"]) }, podLabels: { app: of.name }, running: r.chance(0.8) },
    images: r.some(repositories, 0.5).map((repository) => assetOf(repository, r.pick(versions))),
  }));
  const services = r.some(names, 0.3).map((name) => ({
    ...{ namespace: r.pick(namespaces), name: `svc-${name}`, selector: { app: name }, exposed: r.chance(0.7) },
  }));
  const items: InventoryItem[] = [
    ...workloads.map(({ images, ...w }) => ({
      ...{ type: "inventory" as const, item: "workload" as const, workloadKind: "Deployment", serviceAccount: null },
      ...{ ...w, images: images.map((asset) => ({ container: "c", image: imageRef(asset), init: false })) },
    })),
    ...services.map((service) => ({ type: "inventory" as const, item: "service" as const, ...service })),
  ];
  if (items.length === 0 && !whole) return "inventory of nothing";
  // A configuration without any object is no configuration.
  if (items.length === 0) return "inventory of nothing";
  const collected = await configuration(items, whole ? ["workload", "service"] : null);
  const heard = (key: string) =>
    Math.max(
      ...[...run.scopes.values()].filter((s) => s.target === `${cluster.slug}/${key}`).map((s) => s.observedAt),
      Number.NEGATIVE_INFINITY,
    );
  const of = run.world.clusters.get(cluster.slug);
  if (of) of.named = true;
  if (of) configure(of, at, { workloads, services, whole }, heard);
  await run.h.merge([prepared(collected, cluster, iso(at), run.h.nextReport())]);
  await follow(run, at);
  return `inventory ${iso(at)} ${cluster.slug} ${whole ? "whole" : "part"} ${workloads.map((w) => `${w.name}:${w.images}`)}`;
}

export async function eventStep(run: Run, r: Random): Promise<string> {
  const at = moment(run, r);
  const cluster = r.pick(run.clusters);
  const key = `${cluster.slug} 5 falco`;
  const scope: ModelScope = run.scopes.get(key) ?? {
    ...{
      target: cluster.slug,
      kind: 5,
      tool: tools.indexOf("falco"),
      profile: "",
      observedAt: at,
      completeAt: null,
      rows: new Map(),
    },
  };
  run.scopes.set(key, scope);
  const says: Said[] = r
    .some(
      rules.filter((rule) => rule.kind === 5),
      0.7,
    )
    .map(({ id }) => ({
      ...{
        rule: id,
        asset: workloadRef(r.pick(allWorkloads)),
        location: r.pick(["sh", "curl"]),
        severity: severities.word(r.below(6)),
      },
      event: { firstAt: iso(at), lastAt: iso(at), count: 1 },
    }));
  const collected = await report([
    { tool: "falco", target: { kind: "cluster" }, class: "runtime", complete: false, says },
  ]);
  const of = run.world.clusters.get(cluster.slug);
  if (of) of.named = true;
  for (const said of says) {
    const asset = said.asset as ReturnType<typeof workloadRef>;
    if (of) speakOf(of, at, asset);
    const fact = {
      asset: workloadAsset(cluster.slug, asset),
      rule: said.rule,
      location: said.location ?? "",
      tool: scope.tool,
      profile: "",
    };
    const known = scope.rows.get(factKey(fact));
    const severity = severities.code(said.severity ?? "high");
    scope.rows.set(factKey(fact), {
      ...fact,
      ...{ severity: Math.max(severity, known?.severity ?? 0), fixState: 0, muted: false },
      ...{ first: Math.min(at, known?.first ?? at), last: Math.max(at, known?.last ?? at) },
    });
  }
  await run.h.merge([prepared(collected, cluster, iso(at), run.h.nextReport())]);
  await follow(run, at);
  return `events ${iso(at)} ${cluster.slug} ${says.length}`;
}

export async function quietStep(run: Run): Promise<string> {
  run.now += run.pace;
  const before = run.now - 6 * run.pace;
  await quietRuntime(run.h.db.pool, new Date(before + 14 * 86_400_000));
  const times = new Map<string, number>();
  for (const scope of run.scopes.values())
    for (const fact of scope.rows.values()) {
      const placed = run.model.placements.some((p) => p.asset === fact.asset);
      if (scope.kind !== 5 || fact.muted || (fact.last ?? fact.first) >= before || !placed) continue;
      fact.muted = true;
      times.set(`${fact.asset} ${fact.rule} ${fact.location}`, (fact.last ?? fact.first) + 14 * 86_400_000);
    }
  await follow(run, Date.now(), new Set(times.keys()), times);
  return "quiet";
}

export async function ownershipStep(run: Run, r: Random): Promise<string> {
  const pool = run.h.db.pool;
  const maybe = <T>(p: number, value: T) => (r.chance(p) ? value : null);
  const rule = {
    ...{ priority: r.below(5), teamId: r.pick(run.teams), cluster: maybe(0.3, r.pick(run.clusters).slug) },
    ...{ namespace: maybe(0.4, r.pick(namespaces)), image: maybe(0.25, r.pick(repositories)) },
    label: maybe(0.3, { key: "tier", value: r.pick(["front", "back"]) }),
  };
  if (r.chance(0.3)) await pool.query("DELETE FROM ownership_rule WHERE id = (SELECT min(id) FROM ownership_rule)");
  await pool.query(
    `INSERT INTO ownership_rule (priority, team_id, cluster, namespace, image, label_key, label_value) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [rule.priority, rule.teamId, rule.cluster, rule.namespace, rule.image, rule.label?.key, rule.label?.value],
  );
  const { rows } = await pool.query(
    `SELECT id, priority, team_id AS "teamId", cluster, namespace, image, label_key AS key, label_value AS value FROM ownership_rule`,
  );
  run.ownership = rows.map(({ key, value, ...row }) => ({ ...row, label: key ? { key, value } : null }));
  run.compiled = compileRules(run.ownership);
  run.now += run.pace;
  await reassign(pool, new Date(run.now));
  await follow(run, run.now);
  return `ownership ${JSON.stringify(rule)}`;
}
