import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fingerprint } from "@/lib/domain/identity/fingerprint";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { emptied } from "@/lib/ingest/testing/state";
import { makePerson, type Person } from "../testing/people";
import { confirmHeld } from "./held";
import { send } from "./testing/send";

let database: TestDatabase;
let security: Person;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptied(database.pool);
  forgetRules(database.pool);
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
  security = await makePerson("security");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const give = (content: unknown, part: object = {}) =>
  send(database.pool, typeof content === "string" ? content : JSON.stringify(content), { clusterId: 1, ...part });
const list = (...items: object[]) => ({ apiVersion: "v1", kind: "List", items });
const open = async () =>
  (
    await database.pool.query<{ name: string }>(
      `SELECT r.code || ' ' || s.key AS name FROM finding f JOIN subject s ON s.id = f.subject_id JOIN rule r ON r.id = f.rule_id
       WHERE f.presence = 0 ORDER BY 1`,
    )
  ).rows.map(({ name }) => name.replace("workload/", ""));

let minute = 0;
const now = () => Date.UTC(2026, 0, 1) / 1000 + 60 * minute++;

interface Polr {
  /** Workload that the report is about; absent: a report of the namespace. */
  of?: string;
  namespace?: string;
  kind?: string;
  more?: object;
}

/** `{policy: state}`: a report of Kyverno, a minute later than the one before. */
function polr(name: string, states: Record<string, string>, { of, namespace = "shop", kind, more }: Polr = {}): object {
  const seconds = now();
  return {
    ...{ apiVersion: "wgpolicyk8s.io/v1alpha2", kind: kind ?? "PolicyReport" },
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "kyverno" }, ...(kind ? {} : { namespace }) },
    ...(of ? { scope: { apiVersion: "apps/v1", kind: "Deployment", name: of, namespace } } : {}),
    results: Object.entries(states).map(([policy, result]) => ({
      ...{ policy, rule: "r", result, source: "kyverno", timestamp: { seconds, nanos: 0 } },
    })),
    ...more,
  };
}

/** A constraint that lists so many pods of so many. */
const constraint = (name: string, listed: string[], total: number, part: object = {}) => ({
  ...{ apiVersion: "constraints.gatekeeper.sh/v1beta1", kind: "K8sRequiredLabels", metadata: { name } },
  status: {
    ...{ auditTimestamp: new Date(now() * 1000).toISOString(), totalViolations: total },
    violations: listed.map((pod) => ({ kind: "StatefulSet", namespace: "shop", name: pod, message: "no owner" })),
    ...part,
  },
});

describe("Gatekeeper", () => {
  it("closes nothing by a list that was cut, and what is gone by one that wasn't", async () => {
    await give(constraint("owner", ["a", "b", "c"], 3));
    expect((await give(constraint("owner", ["a"], 40))).result).toMatchObject({ closed: 0, unchanged: 3 });
    expect((await give(constraint("owner", [], 0, { byPod: [{ errors: [{}] }] }))).result).toMatchObject({ closed: 0 });
    expect((await give(constraint("owner", ["a"], 1))).result).toMatchObject({ closed: 2 });
    expect(await open()).toEqual(["gatekeeper:K8sRequiredLabels shop/StatefulSet/a"]);
    expect(await faults(database.pool)).toEqual([]);
  });

  it("keeps open what another constraint of the kind still finds, and its siblings", async () => {
    await give(list(constraint("owner", ["a"], 1), constraint("cost", ["a", "b"], 2)));
    expect((await give(constraint("owner", [], 0))).result).toMatchObject({ closed: 0 });
    expect((await give(constraint("cost", [], 0))).result).toMatchObject({ closed: 2 });
  });

  it("closes what an audit of the log shows to be gone, and nothing by a log without its end", async () => {
    await give(constraint("owner", ["a", "b"], 2));
    const event = (of: object) => ({
      ...{ level: "info", process: "audit", audit_id: "2026-01-02T00:00:00Z", msg: "m" },
      ...{ constraint_kind: "K8sRequiredLabels", constraint_name: "owner", ...of },
    });
    const pod = { resource_kind: "StatefulSet", resource_namespace: "shop", resource_name: "a" };
    const found = JSON.stringify(event({ event_type: "violation_audited", ...pod }));
    const end = JSON.stringify(event({ event_type: "constraint_audited", constraint_violations: "1" }));
    expect((await give(found)).result).toMatchObject({ closed: 0, unchanged: 2 });
    expect((await give(`${found}\n${end}\n`)).result).toMatchObject({ closed: 1 });
  });

  it("closes the constraints that a complete list lacks", async () => {
    await give(list(constraint("owner", ["a"], 1), constraint("cost", ["b"], 1)));
    expect((await give(list(constraint("owner", ["a"], 1)))).result).toMatchObject({ closed: 0 });
    expect((await give(list(constraint("owner", ["a"], 1)), { complete: true })).result).toMatchObject({ closed: 1 });
  });
});

describe("policy reports", () => {
  const two = () => [
    polr("r-web", { p: "fail", q: "fail" }, { of: "web" }),
    polr("r-api", { p: "fail" }, { of: "api" }),
  ];

  it("close only their own", async () => {
    await give(list(...two()));
    expect((await give(polr("r-web", { p: "fail", q: "pass" }, { of: "web" }))).result).toMatchObject({ closed: 1 });
    expect((await give(polr("r-web", { q: "pass" }, { of: "web" }))).result).toMatchObject({ closed: 1 });
    expect(await open()).toEqual(["kyverno:p/r shop/Deployment/api"]);
    // A pod of the same workload has a report of its own.
    await give(polr("r-pod", { p: "fail" }, { of: "api" }));
    expect((await give(polr("r-api", { p: "pass" }, { of: "api" }))).result).toMatchObject({ closed: 0 });
    expect(await faults(database.pool)).toEqual([]);
  });

  it("close nothing that could not be assessed", async () => {
    await give(polr("r", { p: "fail", q: "fail", s: "fail" }, { of: "web" }));
    const after = await give(polr("r", { p: "error", q: "skip", s: "pass" }, { of: "web" }));
    expect(after.result).toMatchObject({ created: 0, closed: 1, unchanged: 2 });
  });

  it("close a rule that is skipped elsewhere, and none that could not be run elsewhere", async () => {
    const report = (p: string, q: string, other: string) => ({
      ...polr("polr-ns-shop", {}),
      results: [
        ["a", "p", p],
        ["a", "q", q],
        ["b", "p", "skip"],
        ["b", "q", other],
      ].map(([name, policy, result]) => ({
        ...{ policy, rule: "r", result, source: "kyverno", timestamp: { seconds: now() } },
        resources: [{ apiVersion: "apps/v1", kind: "DaemonSet", name, namespace: "shop" }],
      })),
    });
    await give(report("fail", "fail", "pass"));
    expect((await give(report("pass", "pass", "error"))).result).toMatchObject({ closed: 1, unchanged: 1 });
    expect(await open()).toEqual(["kyverno:q/r shop/DaemonSet/a"]);
  });

  it("with names that no cluster gives are taken or refused, and nothing breaks", async () => {
    // That no index can compress.
    const long = Array.from({ length: 200 }, (_, n) => fingerprint(`${n}`)).join("");
    for (const report of [
      polr(long, { p: "fail" }, { of: "web" }),
      polr("r", { [long]: "fail" }, { of: "web" }),
      polr("r", { p: "fail" }, { of: long }),
      polr("r", { p: "fail" }, { of: "web", namespace: long }),
    ]) {
      const sent = await give(report);
      expect([sent.state, sent.error?.message]).toEqual(["done", undefined]);
    }
    expect(await faults(database.pool)).toEqual([]);
  });

  it("close nothing when they are cut, by themselves or on their way", async () => {
    await give(polr("r", { p: "fail", q: "fail" }, { of: "web" }));
    for (const more of [{ summary: { fail: 2 } }, { configuration: { limits: { maxResults: 1 } } }]) {
      const cut = polr("r", { p: "fail" }, { of: "web", more });
      expect((await give(cut)).result).toMatchObject({ closed: 0, unchanged: 2 });
    }
    const text = JSON.stringify(list(polr("r", { p: "pass", q: "pass" }, { of: "web" })));
    const broken = await give(text.slice(0, -3), { complete: true });
    expect(broken).toMatchObject({ state: "failed", error: { code: "malformed" } });
    expect(await open()).toHaveLength(2);
  });

  it("of a namespace are about its things", async () => {
    const resources = (name: string) => [{ apiVersion: "apps/v1", kind: "DaemonSet", name, namespace: "shop" }];
    const report = (states: [string, string][]) => ({
      ...polr("polr-ns-shop", {}),
      results: states.map(([name, status]) => ({
        ...{ policy: "p", rule: "r", status, resources: resources(name), timestamp: { seconds: now() } },
      })),
    });
    await give(
      report([
        ["a", "fail"],
        ["b", "fail"],
      ]),
    );
    // Without what was packed of it, the rows say the same.
    await database.pool.query("DELETE FROM scope_seen");
    expect((await give(report([["a", "fail"]]))).result).toMatchObject({ closed: 1, unchanged: 1 });
    expect(await faults(database.pool)).toEqual([]);
  });

  it("that a complete list lacks are over", async () => {
    await give(list(...two()));
    const [web] = two();
    expect((await give(list(web as object))).result).toMatchObject({ closed: 0 });
    expect((await give(list(web as object), { complete: true })).result).toMatchObject({ closed: 1, unchanged: 2 });
    expect((await give(list(), { complete: true, format: "policy-report" })).result).toMatchObject({ closed: 0 });
  });

  it("that a complete list of one namespace, or of one kind, lacks are not", async () => {
    const cluster = () => polr("c", { p: "fail" }, { kind: "ClusterPolicyReport" });
    await give(list(...two(), polr("r-db", { p: "fail" }, { of: "db", namespace: "data" }), cluster()));
    const [web] = two() as [object];
    const shop = await give(list(web), { complete: true, namespace: "shop" });
    expect(shop.result).toMatchObject({ closed: 1 });
    expect(await open()).toEqual([
      "kyverno:p/r cluster",
      "kyverno:p/r data/Deployment/db",
      "kyverno:p/r shop/Deployment/web",
      "kyverno:q/r shop/Deployment/web",
    ]);
    expect((await give(list(cluster()), { complete: true })).result).toMatchObject({ closed: 0 });
    expect((await give(list(web), { complete: true })).result).toMatchObject({ closed: 1 });
    expect(await open()).toContain("kyverno:p/r cluster");
  });

  it("are held when a complete list lacks most of them, until security confirms", async () => {
    const many = Array.from({ length: 30 }, (_, n) => polr(`r-${n}`, { p: "fail" }, { of: `w-${n}` }));
    await give(list(...many));
    const few = list(...Array.from({ length: 5 }, (_, n) => polr(`r-${n}`, { p: "fail" }, { of: `w-${n}` })));
    const held = await give(few, { complete: true });
    expect(held).toMatchObject({ state: "held", result: { closed: 0, heldClosures: 25 } });
    expect(await open()).toHaveLength(30);
    expect(await confirmHeld(security.actor, held.id)).toEqual({ closed: 25 });
    expect(await open()).toHaveLength(5);
    expect(await faults(database.pool)).toEqual([]);
  });
});

it("the same control by a policy report and by Gatekeeper is one finding", async () => {
  await give(polr("r", { "disallow-privileged-containers": "fail" }, { of: "web" }));
  const privileged = constraint("privileged", [], 1);
  const violations = [{ kind: "Deployment", namespace: "shop", name: "web", message: "m" }];
  await give({ ...privileged, kind: "K8sPSPPrivilegedContainer", status: { ...privileged.status, violations } });
  expect(await open()).toEqual(["k8s:privileged-container shop/Deployment/web"]);
  const { rows } = await database.pool.query(
    "SELECT t.name FROM detection d JOIN scope s ON s.id = d.scope_id JOIN tool t ON t.id = s.tool_id ORDER BY 1",
  );
  expect(rows).toEqual([{ name: "gatekeeper" }, { name: "kyverno" }]);
  expect((await give(polr("r", { "disallow-privileged-containers": "pass" }, { of: "web" }))).result).toMatchObject({
    closed: 0,
  });
  expect(await open()).toHaveLength(1);
});
