import type { BenchmarkCheck } from "../facts/benchmark";
import { etcdChecks, masterChecks, nodeChecks, policyChecks } from "../facts/benchmark";
import { isWrong } from "./wave";

type Number = "cis" | "eks" | "gke" | "aks";

export interface BenchmarkRun {
  /** What it ran on: a node, or the cluster. */
  on: string;
  numbers: Number;
  version: string;
  parts: ("master" | "etcd" | "node" | "policies")[];
  care: 0 | 1 | 2;
  ago: number;
}

const texts = {
  master: "Control Plane Security Configuration",
  etcd: "Etcd Node Configuration",
  node: "Worker Node Security Configuration",
  policies: "Kubernetes Policies",
};
const checks = { master: masterChecks, etcd: etcdChecks, node: nodeChecks, policies: policyChecks };

/** `kube-bench --json` of one run. */
export function kubeBench(run: BenchmarkRun) {
  const controls = run.parts.map((part) => control(part, run));
  const total = (key: "total_pass" | "total_fail" | "total_warn") => controls.reduce((sum, one) => sum + one[key], 0);
  return {
    Controls: controls,
    Totals: {
      total_pass: total("total_pass"),
      total_fail: total("total_fail"),
      total_warn: total("total_warn"),
      total_info: 0,
    },
  };
}

function control(part: keyof typeof checks, run: BenchmarkRun) {
  const results = checks[part].flatMap((check) => {
    const number = check[run.numbers];
    return number ? [result(check, number, part, run)] : [];
  });
  const sections = [...new Set(results.map((one) => sectionOf(one.test_number)))];
  const count = (status: string) => results.filter((one) => one.status === status).length;
  return {
    id: results[0]?.test_number.split(".")[0] ?? "",
    version: run.version,
    detected_version: "1.33",
    text: texts[part],
    node_type: part,
    tests: sections.map((section) => {
      const own = results.filter((one) => sectionOf(one.test_number) === section);
      const count = (status: string) => own.filter((one) => one.status === status).length;
      return {
        section,
        type: "",
        pass: count("PASS"),
        fail: count("FAIL"),
        warn: count("WARN"),
        info: 0,
        desc: part === "policies" && section.endsWith(".3") ? "Network Policies and CNI" : texts[part],
        results: own,
      };
    }),
    total_pass: count("PASS"),
    total_fail: count("FAIL"),
    total_warn: count("WARN"),
    total_info: 0,
  };
}

const sectionOf = (number: string) => number.split(".").slice(0, 2).join(".");

function result(check: BenchmarkCheck, number: string, part: string, run: BenchmarkRun) {
  const wrong = isWrong(`${run.on} ${part} ${check.cis}`, check.odds[run.care], run.ago);
  const status = check.manual ? "WARN" : wrong ? "FAIL" : "PASS";
  return {
    test_number: number,
    test_desc: `${check.title} (${check.manual ? "Manual" : "Automated"})`,
    type: check.manual ? "manual" : "",
    remediation: check.remediation,
    test_info: [check.remediation],
    status,
    actual_value: "",
    scored: !check.manual,
    IsMultiple: false,
    expected_result: "",
    ...(check.manual ? { reason: "Test marked as a manual test" } : {}),
  };
}
