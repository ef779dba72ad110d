import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Pool } from "pg";
import { systemActor } from "@/lib/authz/actor";
import type { ImportResult } from "@/lib/client/contract/report";
import { processReport } from "../process";
import { type ReportInput, receiveReport } from "../receive";

/** Reports of real tools, where they are there; the project holds none of them. */
export const reportsFolder = process.env.PARAPET_REPORTS ?? path.resolve(process.cwd(), "../shared/reports");
export const haveReports = existsSync(path.join(reportsFolder, "INDEX.tsv"));

export interface RealFile {
  format: string;
  name: string;
  bytes: Buffer;
}

/** Importer by folder of the collection. */
const formats: Record<string, string> = {
  ...{ trivy: "trivy", "trivy-operator": "trivy-operator", "kube-bench": "kube-bench", falco: "falco" },
  ...{ falcosidekick: "falcosidekick", "k8s-list": "kubernetes", "k8s-manifests": "kubernetes" },
  ...{ "policy-report": "policy-report", gatekeeper: "gatekeeper", grype: "grype", kubescape: "kubescape" },
  ...{ sarif: "sarif", "snyk-code": "sarif", cyclonedx: "cyclonedx" },
};

export function realFiles(): RealFile[] {
  return Object.entries(formats).flatMap(([folder, format]) =>
    readdirSync(path.join(reportsFolder, folder))
      .sort()
      .map((name) => ({
        format,
        name: `${folder}/${name}`,
        bytes: readFileSync(path.join(reportsFolder, folder, name)),
      })),
  );
}

export interface Sent {
  id: string;
  state: string;
  result: ImportResult | null;
  error: { code: string; message: string } | null;
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length || at === 0; at += 300_000) yield bytes.subarray(at, at + 300_000);
}

/** Stores and queues a report, as an upload does. */
export function enqueueReport(pool: Pool, bytes: Buffer | string, input: ReportInput): Promise<string> {
  return receiveReport(systemActor("test"), input, inPieces(Buffer.from(bytes)), pool);
}

export async function outcome(pool: Pool, id: string): Promise<Sent> {
  const { rows } = await pool.query<Sent>("SELECT id::text, state, result, error FROM report WHERE id = $1", [id]);
  return rows[0] as Sent;
}

/** An upload and the job that it makes, one after the other. */
export async function send(pool: Pool, bytes: Buffer | string, input: ReportInput): Promise<Sent> {
  const id = await enqueueReport(pool, bytes, input);
  await processReport(pool, id);
  return outcome(pool, id);
}
