import { afterAll, beforeAll, expect, it } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { imageRef, workloadRef } from "@/lib/ingest/testing/driver";
import { type Harness, harness } from "@/lib/ingest/testing/harness";
import { prepared, report, type Saying } from "@/lib/ingest/testing/items";
import { findingDetail } from "./detail";

let h: Harness;
beforeAll(async () => {
  h = await harness();
  const cluster = await h.cluster("east");
  const today = Date.now();
  const told = async (daysAgo: number, ...scopes: Saying[]) =>
    h.merge([
      prepared(await report(scopes), cluster, new Date(today - daysAgo * 86_400_000).toISOString(), h.nextReport()),
    ]);
  const target = imageRef("docker.io/acme/a@1");
  const cve = { rule: "CVE-2026-1001", location: "pkg:a" };
  await told(40, { tool: "grype", target, says: [{ ...cve, severity: "critical", evidence: { said: "Critical" } }] });
  await told(2, { tool: "trivy", target, says: [{ ...cve, severity: "high" }] });
  await told(1, { tool: "osv", target, says: [{ rule: "CVE-2026-2002" }] });
  await told(1, { tool: "snyk", target, complete: false, says: [{ rule: "CVE-2026-2002" }] });
  const web = { class: "misconfiguration" as const, target: workloadRef({ namespace: "shop", name: "web" }) };
  await told(1, { ...web, tool: "trivy", says: [{ rule: "trivy:KSV017" }] });
  await told(1, { ...web, tool: "kubescape", says: [{ rule: "kubescape:C-0057" }] });
  await told(0, { ...web, tool: "kubescape", says: [] });
  await told(1, { ...web, tool: "kube-linter", says: [] });
});
afterAll(async () => {
  await closePool();
  await h.close();
});

async function detailOf(code: string) {
  const { rows } = await h.db.pool.query<{ id: string }>(
    "SELECT f.id::text FROM finding f JOIN rule r ON r.id = f.rule_id WHERE r.code = $1",
    [code],
  );
  return findingDetail(scopeOf(systemActor("test")), rows[0]?.id ?? "");
}

it("tells of each tool what it says, how old that is, and who looked and does not say it", async () => {
  const { evidence, silent } = await detailOf("CVE-2026-1001");
  expect(evidence).toMatchObject([
    { tool: "grype", severity: 5, stale: true, overruled: false, body: { said: "Critical" } },
    { tool: "trivy", severity: 4, stale: false },
  ]);
  // A partial report shows nothing by its silence.
  expect(silent).toMatchObject([{ tool: "osv", stale: false }]);
});

it("of a check, only tools that are known to have it are silent", async () => {
  const { evidence, silent } = await detailOf("k8s:privileged-container");
  expect(evidence.map(({ tool }) => tool)).toEqual(["trivy"]);
  expect(silent.map(({ tool }) => tool)).toEqual(["kubescape"]);
});
