import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call } from "@/lib/api/call";
import { exportVex } from "@/lib/api/v1/vex/export";
import { closePool, pool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { refusalOf } from "../testing/people";
import { decideException } from "./decide";
import { importVex } from "./import-vex";
import { requestException } from "./request";
import { asked, day, IMAGE, makeWorld, versionOf, type World } from "./testing/world";

/** Published schemas, which the project does not keep; without them the documents are looked at all the same. */
const folder = process.env.PARAPET_SCHEMAS ?? path.resolve(process.cwd(), "../shared/schemas");
const schema = (name: string) => JSON.parse(readFileSync(path.join(folder, name), "utf8"));

let database: TestDatabase;
let w: World;

beforeAll(async () => {
  database = await testDatabase();
  w = await makeWorld();
  await w.runs(day(0), 1);
  await w.scan(day(1), 1, says(flawNames));
  const decide = async (name: string, ...[scope, rest]: Parameters<typeof asked>) => {
    const where = { rule: idOf(name), namespace: null, cluster: null, ...scope };
    const id = await requestException(w.sara, asked(where, rest), day(2));
    await decideException(w.sam, "approve", id, { at: day(3) });
  };
  await decide("accepted");
  await decide("fp", {}, { kind: "false_positive", justification: "vulnerable_code_not_present" });
  await decide("mitigated", {}, { kind: "mitigated", justification: "inline_mitigations_already_exist" });
  await decide("nofix", {}, { kind: "no_fix" });
  await decide("mixed", { namespace: "shop" });
  await w.runs(day(4), 2);
  await w.scan(day(5), 2, says(flawNames.filter((name) => name !== "fixed")));
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const flawNames = ["open", "accepted", "fp", "mitigated", "nofix", "fixed", "mixed"];
const idOf = (name: string) => `CVE-2026-${3000 + flawNames.indexOf(name)}`;
const says = (names: string[]) =>
  names.map((name, n) => ({ rule: idOf(name), severity: "high" as const, aliases: [`GHSA-${name}-0000-000${n}`] }));

interface OpenVex {
  statements: { vulnerability: { name: string }; status: string; products: { "@id": string }[] }[];
}
const openVexOf = async (query: Record<string, string>) =>
  (await call(exportVex, w.sara, { query })) as unknown as OpenVex;
const statusOf = (document: OpenVex, name: string) =>
  document.statements.find(({ vulnerability }) => vulnerability.name === idOf(name))?.status;

describe("an exported document", () => {
  it("says what is decided of each image version, and of what is open or fixed when asked for all", async () => {
    const decided = await openVexOf({});
    expect(decided.statements).toHaveLength(5);
    expect(decided.statements[0]?.products[0]?.["@id"]).toMatch(/^pkg:oci\/web@sha256%3A2{64}\?repository_url=/);
    const all = await openVexOf({ include: "all" });
    expect(Object.fromEntries(flawNames.map((name) => [name, statusOf(all, name)]))).toEqual({
      ...{ open: "under_investigation", accepted: "affected", fp: "not_affected", mitigated: "not_affected" },
      ...{ nofix: "affected", fixed: "fixed", mixed: "under_investigation" },
    });
    expect(statusOf(await openVexOf({ team: "shop" }), "mixed")).toBe("affected");
    expect(await refusalOf(openVexOf({ image: "docker.io/acme/none" }))).toBe("conflict");
  });

  it("validates against the published schemas", async () => {
    for (const include of ["decided", "all"]) {
      const openvex = await call(exportVex, w.sara, { query: { include } });
      const cyclonedx = await call(exportVex, w.sara, { query: { include, format: "cyclonedx" } });
      expect((cyclonedx.vulnerabilities as unknown[]).length).toBe(include === "all" ? 7 : 5);
      if (!existsSync(folder)) continue;
      const options = { strict: false, allErrors: true, formats };
      const open = new Ajv2020(options).compile(schema("openvex-0.2.0.schema.json"));
      const bom = new Ajv(options)
        .addSchema(schema("spdx.schema.json"))
        .addSchema(schema("jsf-0.82.schema.json"))
        .compile(schema("bom-1.6.schema.json"));
      expect(faultsOf(open, openvex)).toEqual([]);
      expect(faultsOf(bom, cyclonedx)).toEqual([]);
      // The validator would say so.
      expect(faultsOf(open, { ...openvex, statements: [{ status: "affected" }] })).not.toEqual([]);
      expect(faultsOf(bom, { ...cyclonedx, vulnerabilities: [{ analysis: { state: "fine" } }] })).not.toEqual([]);
    }
  });
});

const isIri = (text: string) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text);
const formats = {
  "date-time": (text: string) => !Number.isNaN(Date.parse(text)) && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text),
  ...{ iri: isIri, uri: isIri, "iri-reference": true as const, "uri-reference": true as const },
  ...{ email: true as const, "idn-email": true as const },
};
const faultsOf = (validate: ValidateFunction, document: unknown) => {
  validate(JSON.parse(JSON.stringify(document)));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe("an OpenVEX document that is taken in", () => {
  const product = { "@id": `pkg:oci/web?repository_url=${IMAGE}` };
  const document = (statements: unknown[]) => ({
    ...{ "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://vendor.example/vex/1", author: "Vendor" },
    ...{ timestamp: day(5).toISOString(), version: 1, statements },
  });
  const claim = (of: Record<string, unknown>) => ({
    ...{ vulnerability: { name: idOf("open") }, products: [product], status: "not_affected" },
    ...of,
  });

  it("becomes requests of whoever sent it, which others approve; the rest is left out with the reason", async () => {
    const result = await importVex(
      w.shop,
      document([
        claim({ justification: "vulnerable_code_not_in_execute_path", impact_statement: "not called" }),
        claim({ vulnerability: { name: "CVE-1999-1" } }),
        claim({ products: [{ "@id": "pkg:oci/none?repository_url=docker.io/acme/none" }] }),
        claim({ products: [{ "@id": "pkg:deb/debian/openssl" }] }),
        claim({ status: "affected" }),
        claim({ justification: "vulnerable_code_not_in_execute_path" }),
      ]),
      { days: 30, at: day(6) },
    );
    expect(result.skipped.map(({ reason }) => reason).sort()).toEqual([
      "it says affected, which is no decision",
      "nobody knows this image",
      "nothing reported this vulnerability",
      "the product is no image",
      "there is such an exception already",
    ]);
    const [id = 0] = result.requested;
    expect(result.requested).toHaveLength(1);
    expect(await refusalOf(decideException(w.shop, "approve", id))).toBe("forbidden");
    await decideException(w.sara, "approve", id, { at: day(7) });
    expect(statusOf(await openVexOf({ team: "shop" }), "open")).toBe("not_affected");
    expect(statusOf(await openVexOf({ include: "all" }), "open")).toBe("under_investigation");
  });

  it("of one version is asked for where that one has the flaw, and says what else it would cover", async () => {
    const of = (version: number) => ({
      "@id": `pkg:oci/web@${encodeURIComponent(versionOf(IMAGE, version).digests?.[0] ?? "")}?repository_url=${IMAGE}`,
    });
    await w.runs(day(8), 3, ["bank"]);
    await w.scan(day(8), 3, says(["accepted"]));
    const about = { vulnerability: { name: idOf("accepted") }, justification: "component_not_present" };
    const result = await importVex(w.sara, document([claim({ ...about, products: [of(2), of(3)] })]), {
      ...{ days: 30, at: day(9) },
    });
    expect(result.skipped).toMatchObject([{ reason: "this version does not have it anywhere" }]);
    const { rows } = await pool().query(
      `SELECT c.slug AS cluster, x.namespace, x.evidence FROM exception x JOIN cluster c ON c.id = x.cluster_id WHERE x.id = ANY ($1)`,
      [result.requested],
    );
    expect(rows).toMatchObject([{ cluster: "east", namespace: "bank" }]);
    expect(rows[0].evidence).toMatch(
      /is said of sha256:3+ alone\. .* in bank of east, and for versions that come after\.$/,
    );
  });

  it("is refused with one line when it is something else", async () => {
    expect(await refusalOf(importVex(w.sara, { bomFormat: "CycloneDX" }, { days: 30 }))).toBe("invalid");
    expect(await refusalOf(importVex(w.admin, document([claim({})]), { days: 30 }))).toBe("forbidden");
  });
});
