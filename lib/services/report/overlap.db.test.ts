import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { forgetRules } from "../../ingest/rules";
import { faults } from "../../ingest/testing/compare";
import { type Harness, harness } from "../../ingest/testing/harness";
import { emptied } from "../../ingest/testing/state";
import { mergeSame } from "../rule/merge-same";
import {
  type Checks,
  cycloneDxImage,
  type Flaw,
  grypeImage,
  kubescapeWorkload,
  policyReportWorkload,
  trivyImage,
  trivyWorkload,
} from "./testing/documents";
import { send } from "./testing/send";

let h: Harness;
let clusterId: number;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());
beforeEach(async () => {
  await emptied(h.db.pool);
  forgetRules(h.db.pool);
  clusterId = (await h.cluster("east")).id;
});

/** Open findings, with the tools that say so. */
async function open(): Promise<Record<string, string>> {
  const { rows } = await h.db.pool.query<{ code: string; tools: string }>(
    `SELECT r.code, (SELECT string_agg(name, '+' ORDER BY name) FROM tool WHERE f.witnesses >> id & 1 = 1) AS tools
     FROM finding f JOIN rule r ON r.id = f.rule_id WHERE f.presence = 0 ORDER BY 1, f.id`,
  );
  expect(new Set(rows.map(({ code }) => code)).size).toBe(rows.length);
  return Object.fromEntries(rows.map(({ code, tools }) => [code, tools]));
}

type Write = (day: number, empty?: boolean) => string;

/** Sends every report, then, tool by tool, one in which it no longer reports anything, and what it said again. */
async function dropEach(writes: Record<string, Write>): Promise<Record<string, string>> {
  const give = async (tool: string, day: number, empty: boolean) => {
    const observedAt = new Date(Date.UTC(2026, 2, day, 6)).toISOString();
    const sent = await send(h.db.pool, writes[tool]?.(day, empty) ?? "", { clusterId, observedAt });
    expect(sent, `${tool}, day ${day}`).toMatchObject({ state: "done", error: null });
  };
  for (const tool of Object.keys(writes)) await give(tool, 1, false);
  await mergeSame(h.db.pool);
  const all = await open();
  let day = 2;
  for (const tool of Object.keys(writes)) {
    await give(tool, day++, true);
    const others = Object.entries(all).map(
      ([code, tools]) => [code, tools.split("+").filter((one) => one !== tool)] as const,
    );
    const left = others.filter(([, tools]) => tools.length > 0).map(([code, tools]) => [code, tools.join("+")]);
    expect(await open(), `without ${tool}`).toEqual(Object.fromEntries(left));
    await give(tool, day++, false);
    expect(await open(), `${tool} again`).toEqual(all);
  }
  expect(await faults(h.db.pool)).toEqual([]);
  return all;
}

describe("several tools on the same thing", () => {
  it("find each flaw of an image once, and what one drops stays open while another reports it", async () => {
    const deb = { ecosystem: "deb/debian", version: "3.0.11" } as const;
    const npm = { ecosystem: "npm", version: "4.17.4" } as const;
    const openssl: Flaw = { ...deb, cve: "CVE-2024-0727", package: "libssl3" };
    const zlib: Flaw = { ...deb, cve: "CVE-2023-45853", package: "zlib1g" };
    const lodash: Flaw = { ...npm, cve: "CVE-2021-23337", ghsa: "GHSA-35jh-r3h4-6jhm", package: "lodash" };
    const semver: Flaw = { ...npm, cve: "CVE-2022-25883", ghsa: "GHSA-c2qf-rxjj-qqgw", package: "semver" };
    const moment: Flaw = { ...npm, cve: "CVE-2022-31129", ghsa: "GHSA-wc69-rhjr-hqg9", package: "moment" };
    const writes: Record<string, Write> = {
      trivy: (day, empty) => trivyImage(empty ? [] : [openssl, zlib, lodash, semver], day),
      grype: (day, empty) => grypeImage(empty ? [] : [openssl, lodash, semver, moment], day),
      depscan: (day, empty) => cycloneDxImage(empty ? [] : [openssl, lodash, moment], day),
    };
    expect(await dropEach(writes)).toEqual({
      "CVE-2021-23337": "depscan+grype+trivy",
      "CVE-2022-25883": "grype+trivy",
      "CVE-2022-31129": "depscan+grype",
      "CVE-2023-45853": "trivy",
      "CVE-2024-0727": "depscan+grype+trivy",
    });
  });

  it("find each weakness of a workload once, under one name for the checks that are equivalent", async () => {
    const none = (checks: Checks): Checks => Object.fromEntries(Object.keys(checks).map((id) => [id, false]));
    const kubescape = { "C-0057": true, "C-0013": true, "C-0017": true, "C-0016": false };
    const trivy = { KSV017: true, KSV012: true, KSV014: true, KSV001: true };
    const kyverno = { "disallow-privileged-containers": true, "require-run-as-nonroot": true, "require-labels": true };
    const writes: Record<string, Write> = {
      kubescape: (day, empty) => kubescapeWorkload(empty ? none(kubescape) : kubescape, day),
      trivy: (_, empty) => trivyWorkload(empty ? none(trivy) : trivy),
      kyverno: (day, empty) => policyReportWorkload(empty ? none(kyverno) : kyverno, day),
    };
    expect(await dropEach(writes)).toEqual({
      "k8s:privilege-escalation": "trivy",
      "k8s:privileged-container": "kubescape+kyverno+trivy",
      "k8s:run-as-root": "kubescape+kyverno+trivy",
      "k8s:writable-root-filesystem": "kubescape+trivy",
      "kyverno:require-labels/check": "kyverno",
    });
  });
});
