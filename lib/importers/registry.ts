import { cyclonedx } from "./cyclonedx";
import { epss } from "./epss";
import { falco } from "./falco";
import { falcosidekick } from "./falcosidekick";
import { gatekeeper } from "./gatekeeper";
import { grype } from "./grype";
import { kev } from "./kev";
import { kubeBench } from "./kube-bench";
import { kubernetes } from "./kubernetes";
import { kubescape } from "./kubescape";
import { kubescapeOperator } from "./kubescape-operator";
import { policyReport } from "./policy-report";
import { sarif } from "./sarif";
import { trivy } from "./trivy";
import { trivyOperator } from "./trivy-operator";
import type { Importer } from "./types";

/** Every format that can be read. Where two are equally sure of a file, the earlier has it. */
export const importers: readonly Importer[] = [
  trivy,
  trivyOperator,
  kubeBench,
  grype,
  kubescape,
  kubescapeOperator,
  policyReport,
  gatekeeper,
  falco,
  falcosidekick,
  kubernetes,
  sarif,
  epss,
  kev,
  cyclonedx,
];
