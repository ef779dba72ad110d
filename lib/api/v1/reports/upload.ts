import { invalid, isRefusal, Refusal } from "@/lib/authz/refusal";
import { scopeOf } from "@/lib/authz/scope";
import { Slug } from "@/lib/client/contract/common";
import { Report, ReportUpload } from "@/lib/client/contract/report";
import { clusterForImport } from "@/lib/services/cluster/for-import";
import { receiveReport, TooLarge } from "@/lib/services/report/receive";
import { operation } from "../../operation";
import { presentReport } from "../../present/report";
import { accepted, Reply } from "../../reply";
import { currentReport, finishedReport } from "./follow";

/** Uploads of one sender in a minute: a pipeline may send every object of a cluster as a report of its own. */
const perMinute = Number(process.env.PARAPET_IMPORTS_PER_MINUTE) || 3_000;

export const uploadReport = operation({
  id: "uploadReport",
  method: "POST",
  path: "/reports",
  summary: "Upload the output of a tool. Answers 202 once the bytes are durable; with wait=1 when it is processed.",
  action: "reports.import",
  input: { query: ReportUpload.extend({ cluster: Slug.optional() }) },
  body: "stream",
  output: Report,
  statuses: [200, 202],
  rate: { name: "import", max: perMinute, seconds: 60 },
  handler: async ({ actor, input, request }) => {
    const { cluster, wait, ...options } = input.query;
    const clusterId = await clusterForImport(actor, cluster);
    const idempotencyKey = keyOf(request.headers);
    const id = await receive(() =>
      receiveReport(actor, { ...options, clusterId, idempotencyKey }, request.body ?? nothing()),
    );
    const scope = scopeOf(actor);
    const row = wait ? await finishedReport(scope, id, request.signal) : await currentReport(scope, id);
    const report = presentReport(actor, row);
    return row.finishedAt ? new Reply(report, 200) : accepted(report, `/api/v1/reports/${id}`);
  },
});

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A retry with the same key gives the report of the first try. */
function keyOf(headers: Headers): string | undefined {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid("Idempotency-Key: 1 to 200 printable characters.");
  return key;
}

async function receive(work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TooLarge) throw new Refusal("too_large", `The upload is refused: ${error.message}.`);
    if (!isRefusal(error) && brokenOff(error)) throw invalid("The upload broke off before its end; nothing was kept.");
    throw error;
  }
}

function brokenOff(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, message } = error;
  const code = "code" in error ? String(error.code) : "";
  return name === "AbortError" || name === "ResponseAborted" || code === "ECONNRESET" || message === "aborted";
}
