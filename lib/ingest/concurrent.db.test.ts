import { afterAll, beforeAll, expect, it } from "vitest";
import { severities } from "../domain/vocabulary";
import type { InventoryItem } from "../importers/types";
import { reassign } from "../services/ownership/reassign";
import { mergeSame } from "../services/rule/merge-same";
import { forgetRules } from "./rules";
import { faults } from "./testing/compare";
import { assetOf, imageRef, names, namespaces, repositories, versions, workloadRef } from "./testing/driver";
import { type Harness, harness } from "./testing/harness";
import { configuration, prepared, report } from "./testing/items";
import { type Random, random } from "./testing/random";
import { emptied, stateOf, unlike } from "./testing/state";

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());

type Job = () => Promise<unknown>;
const workloads = namespaces.flatMap((namespace) => names.map((name) => ({ namespace, name })));
const at = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();

/** Imports that touch the same things: two tools on one image, versions of one repository, configurations, owners. */
function jobsOf(r: Random, clusters: { id: number; slug: string }[]): Job[] {
  const jobs: Job[] = [];
  const says = (kind: string, many: number) =>
    Array.from({ length: many }, (_, n) => ({
      rule: `${kind}-${n}`,
      location: `pkg:${n % 3}`,
      severity: severities.word(1 + (n % 5)),
    })).filter(() => r.chance(0.6));
  for (const repository of repositories)
    for (const version of versions)
      for (const tool of ["trivy", "grype"]) {
        // Names of the same flaws, as is learnt meanwhile.
        const names = tool === "trivy" ? "CVE-2026" : "GHSA";
        const scope = { tool, target: imageRef(assetOf(repository, version)), says: says(names, 60) };
        const cluster = r.pick(clusters);
        const time = at(jobs.length);
        jobs.push(async () => h.merge([prepared(await report([scope]), cluster, time, h.nextReport())]));
      }
  for (const cluster of clusters) {
    const items: InventoryItem[] = workloads.map((of) => ({
      ...{
        type: "inventory",
        item: "workload",
        ...of,
        workloadKind: "Deployment",
        labels: {},
        podLabels: { app: of.name },
      },
      ...{ running: true, serviceAccount: null },
      images: repositories.map((repository) => ({
        container: "c",
        image: imageRef(assetOf(repository, r.pick(versions))),
        init: false,
      })),
    }));
    const time = at(500 + cluster.id);
    jobs.push(async () => h.merge([prepared(await configuration(items), cluster, time, h.nextReport())]));
    const of = workloads.map((workload) => ({
      class: "misconfiguration" as const,
      target: workloadRef(workload),
      says: says("check", 9),
    }));
    const second = at(600 + cluster.id);
    jobs.push(async () => h.merge([prepared(await report(of), cluster, second, h.nextReport())]));
  }
  // Several in one transaction, in the other order of clusters.
  const both = [...clusters].reverse().map((cluster, n) => ({ cluster, time: at(700 + n) }));
  const last = { tool: "snyk", target: imageRef(assetOf(repositories[0] as string, 1)), says: says("CVE", 30) };
  const other = { tool: "snyk", target: imageRef(assetOf(repositories[1] as string, 1)), says: says("CVE", 30) };
  jobs.push(async () =>
    h.merge([
      prepared(await report([last]), both[0]?.cluster ?? null, both[0]?.time ?? "", h.nextReport()),
      prepared(await report([other]), both[1]?.cluster ?? null, both[1]?.time ?? "", h.nextReport()),
    ]),
  );
  jobs.push(() => reassign(h.db.pool));
  for (let n = 0; n < 60; n += 10) {
    const rule = (k: number) => ({ rule: `CVE-2026-${k}`, aliases: [`GHSA-${k}`] });
    const scope = {
      tool: "osv",
      target: imageRef(`docker.io/acme/${n}@1`),
      says: Array.from({ length: 10 }, (_, k) => rule(n + k)),
    };
    const time = at(800 + n);
    jobs.push(async () => h.merge([prepared(await report([scope]), null, time, h.nextReport())]));
    jobs.push(() => mergeSame(h.db.pool));
  }
  return jobs;
}

async function start() {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  const clusters = [await h.cluster("east"), await h.cluster("west")];
  const team = await h.team("red");
  await h.db.pool.query("INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (1, $1, 'shop')", [team]);
  return clusters;
}

it("eight at once end where one after the other does, without a deadlock", async () => {
  for (const seed of [1, 2]) {
    const serial = jobsOf(random(seed), await start());
    for (const job of serial) await job();
    await reassign(h.db.pool);
    await mergeSame(h.db.pool);
    const want = await stateOf(h.db.pool);

    const jobs = random(seed + 10).shuffled(jobsOf(random(seed), await start()));
    const { rows: before } = await h.db.pool.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    let next = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let job = jobs[next++]; job; job = jobs[next++]) await job();
      }),
    );
    await reassign(h.db.pool);
    await mergeSame(h.db.pool);
    const { rows: after } = await h.db.pool.query(
      "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
    );
    expect(after[0].deadlocks).toBe(before[0].deadlocks);
    expect(await faults(h.db.pool)).toEqual([]);
    expect(unlike(await stateOf(h.db.pool), want)).toEqual([]);
  }
}, 120_000);
