import { type Metrics, metrics } from "./metrics";

/** What a thread counts, told to the process that shows it. */
export interface MetricChange {
  metric: "imports" | "importSeconds" | "mergeSeconds" | "findingsWritten";
  labels: Record<string, string>;
  value: number;
}

const shared = ["imports", "importSeconds", "mergeSeconds", "findingsWritten"] as const;

/** In a thread: what is counted or observed there is also sent to `tell`. */
export function relayMetrics(tell: (change: MetricChange) => void): void {
  const own = metrics();
  for (const metric of shared) {
    const target = own[metric] as unknown as Record<string, unknown>;
    const told = (first?: Record<string, string> | number, second?: number) => {
      const [labels, value] = typeof first === "object" ? [first, second ?? 1] : [{}, first ?? 1];
      tell({ metric, labels, value });
    };
    target.inc = told;
    target.observe = told;
    target.startTimer = () => {
      const start = performance.now();
      return () => told((performance.now() - start) / 1000);
    };
  }
}

/** In the process that shows them: takes over what a thread told. */
export function applyChange({ metric, labels, value }: MetricChange): void {
  const target: Metrics[typeof metric] = metrics()[metric];
  if ("observe" in target) target.observe(labels, value);
  else target.inc(labels, value);
}
