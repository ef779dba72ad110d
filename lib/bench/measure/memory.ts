import { systemActor } from "../../authz/actor";
import { receiveReport } from "../../services/report/receive";
import { openImportProcess } from "../child";
import { digestOf, repositoryOf } from "../fixture";
import { drain } from "../run";
import { day, type Stage } from "../stage";
import { expectNone } from "./imports";

const TEXT =
  "An attacker who can send input to this function may read memory behind the end of the buffer that holds it. ";

/** A Trivy report of one image of about so many bytes, with entries as long as they are in life (about 2.5 KB). */
function* bigReport(bytes: number): Generator<Buffer> {
  const name = `${repositoryOf(999_999)}:v1`;
  yield Buffer.from(
    `{"SchemaVersion":2,"CreatedAt":"${day(7)}","ArtifactName":"${name}","ArtifactType":"container_image","Metadata":{"RepoTags":["${name}"],"RepoDigests":["${repositoryOf(999_999)}@${digestOf(999_999)}"]},"Results":[{"Target":"${name} (debian 12.5)","Class":"os-pkgs","Type":"debian","Vulnerabilities":[`,
  );
  let written = 0;
  for (let i = 0; written < bytes; i++) {
    const library = `library-${i % 5000}`;
    const entry = JSON.stringify({
      VulnerabilityID: `CVE-2024-${10_000 + (i % 20_000)}`,
      PkgName: library,
      PkgIdentifier: { PURL: `pkg:deb/debian/${library}@1.${i % 9}.0?distro=debian-12` },
      InstalledVersion: `1.${i % 9}.0`,
      FixedVersion: `1.${i % 9}.1`,
      Status: "fixed",
      Severity: "HIGH",
      SeveritySource: "debian",
      Title: `${library}: reads behind the end of a buffer`,
      Description: TEXT.repeat(12),
      References: Array.from(
        { length: 12 },
        (_, n) => `https://example.org/advisories/${i % 20_000}/${n}/details.html`,
      ),
      VendorSeverity: { debian: 3, nvd: 3 },
      PrimaryURL: `https://example.org/${i % 20_000}`,
    });
    const piece = Buffer.from(`${i ? "," : ""}${entry}`);
    written += piece.length;
    yield piece;
  }
  yield Buffer.from("]}]}");
}

export async function* body(bytes: number): AsyncGenerator<Uint8Array> {
  for (const piece of bigReport(bytes)) yield piece;
}

/** Most memory resident in the importing process: over the run so far, and of a process that reads one big report. */
export async function memory(stage: Stage, bytes: number): Promise<void> {
  const row = (name: string, what: string, seconds: number | null, peak: number) =>
    stage.rows.push({ name, what, seconds, value: peak / 1e6, unit: "MB", target: { most: 300 } });
  row("memory of the importing process", "peak over all imports above, 2 threads", null, stage.workers.peak());
  if (bytes === 0) return;
  stage.say("one big report");
  const workers = await openImportProcess();
  const clusterId = stage.clusters[0] as number;
  const id = await receiveReport(systemActor("bench"), { clusterId }, body(bytes), stage.pool);
  const seconds = await drain(stage.pool, workers);
  await expectNone(stage, [id]);
  const { rows } = await stage.pool.query<{ n: number }>("SELECT findings_done AS n FROM report WHERE id = $1", [id]);
  row(
    "memory of one big report",
    `${Math.round(bytes / 1e6)} MB, ${rows[0]?.n} findings, in a process of its own`,
    seconds,
    workers.peak(),
  );
  await workers.stop();
}
