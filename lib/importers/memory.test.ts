import { expect, it } from "vitest";
import { importers } from "./registry";
import { summarise } from "./summarise";
import { sample } from "./testing";

const MiB = 1024 * 1024;

/** Units one after another, joined by `between`, until there are `size` bytes. Watches the memory on the way. */
async function* long(unit: string, between: string, size: number, watch: () => void): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.from((unit + between).repeat(Math.ceil(65536 / unit.length)));
  for (let written = 0; written < size; written += chunk.length) {
    watch();
    yield chunk;
  }
  yield Buffer.from(unit);
}

async function* around(head: string, middle: AsyncIterable<Uint8Array>, tail: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
  yield* middle;
  yield Buffer.from(tail);
}

const alert = sample("falco/alerts.jsonl").toString().split("\n")[0] ?? "";
const list = JSON.parse(sample("kubernetes/list.json").toString()) as { items: unknown[] };
const pod = JSON.stringify(list.items[5]);
const control = JSON.stringify(
  (JSON.parse(sample("kube-bench/controls.json").toString()) as { Controls: unknown[] }).Controls[0],
);
const log = sample("sarif/code.sarif").toString();
const result = JSON.stringify((JSON.parse(log) as { runs: { results: unknown[] }[] }).runs[0]?.results[0]);
const match = JSON.stringify((JSON.parse(sample("grype/image.json").toString()) as { matches: unknown[] }).matches[1]);
const checked = JSON.stringify(
  (JSON.parse(sample("kubescape/cluster.json").toString()) as { results: unknown[] }).results[0],
);
const bill = JSON.parse(sample("cyclonedx/image.json").toString()) as { components: unknown[] };
const component = JSON.stringify(bill.components[1]);

it.each([
  ["falco", "", alert, "\n", ""],
  ["kubernetes", '{"apiVersion":"v1","kind":"List","items":[', pod, ",", "]}"],
  ["kube-bench", '{"Controls":[', control, ",", "]}"],
  ["grype", '{"matches":[', match, ",", "]}"],
  ["kubescape", '{"customerGUID":"","results":[', checked, ",", "]}"],
  ["cyclonedx", '{"bomFormat":"CycloneDX","metadata":{},"components":[', component, ",", '],"vulnerabilities":[]}'],
  ["sarif", '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL"}},"results":[', result, ",", "]}]}"],
])(
  "%s: 64 MiB are read in less than 100 MiB",
  async (format, head, unit, between, tail) => {
    const importer = importers.find((one) => one.format === format);
    let peak = 0;
    const watch = () => {
      const { heapUsed, external } = process.memoryUsage();
      peak = Math.max(peak, heapUsed + external);
    };
    watch();
    const before = peak;
    const source = around(head, long(unit, between, 64 * MiB, watch), tail);
    await summarise(format, importer?.parse(source, {}) ?? (async function* () {})());
    expect(peak - before).toBeLessThan(100 * MiB);
  },
  30_000,
);
