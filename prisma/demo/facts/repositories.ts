import type { Secret } from "../company/image";
import { goModules } from "./go";
import { javaPackages } from "./java";
import { nodePackages } from "./node";
import { type Level, type PackageLine, versionAt } from "./package-line";
import { pythonPackages } from "./python";

export interface FileCheck {
  id: string;
  severity: "CRITICAL" | "HIGH" | "MEDIUM" | "LOW";
  title: string;
  message: string;
  fix: string;
  line: number;
  resource?: string;
}

export interface RepositoryFact {
  name: string;
  lockFile: string;
  lockType: "npm" | "gomod" | "pom" | "pip";
  flaws: { id: string; package: string; installed: string; fixedVersion: string; severity: string; title: string }[];
  files: { path: string; type: "dockerfile" | "terraform"; checks: FileCheck[] }[];
  secrets: Secret[];
}

const checks: Record<string, FileCheck> = {
  user: {
    id: "DS002",
    severity: "HIGH",
    title: "Image runs as root",
    message: "Specify at least 1 USER command in Dockerfile with non-root user as argument",
    fix: "Add a USER line to the Dockerfile.",
    line: 1,
  },
  health: {
    id: "DS026",
    severity: "LOW",
    title: "Image has no health check",
    message: "Add HEALTHCHECK instruction in your Dockerfile",
    fix: "Add a HEALTHCHECK line to the Dockerfile.",
    line: 1,
  },
  latest: {
    id: "DS001",
    severity: "MEDIUM",
    title: "Base image has the tag latest",
    message: "Specify a tag in the 'FROM' statement",
    fix: "Name a version of the base image.",
    line: 1,
  },
  bucket: {
    id: "AVD-AWS-0086",
    severity: "HIGH",
    title: "Bucket takes public access lists",
    message: "No public access block so not blocking public acls",
    fix: "Set block_public_acls.",
    line: 12,
    resource: "aws_s3_bucket.exports",
  },
  key: {
    id: "AVD-AWS-0132",
    severity: "HIGH",
    title: "Bucket is not encrypted with a key of the customer",
    message: "Bucket does not encrypt data with a customer managed key.",
    fix: "Set a customer managed key.",
    line: 12,
    resource: "aws_s3_bucket.exports",
  },
  ingress: {
    id: "AVD-AWS-0107",
    severity: "CRITICAL",
    title: "Security group lets everybody in",
    message: "Security group rule allows ingress from public internet.",
    fix: "Name the addresses that may come in.",
    line: 31,
    resource: "aws_security_group.batch",
  },
  flowLogs: {
    id: "AVD-AWS-0178",
    severity: "MEDIUM",
    title: "Network writes no flow logs",
    message: "VPC does not have VPC Flow Logs enabled.",
    fix: "Enable flow logs.",
    line: 3,
    resource: "aws_vpc.main",
  },
};

const pick = (names: string) =>
  names.split(" ").map((name) => {
    const found = checks[name];
    if (!found) throw new Error(`no check ${name}`);
    return found;
  });

function flawsOf(lines: PackageLine[], names: string, level: Level): RepositoryFact["flaws"] {
  return lines
    .filter((line) => line.names.some((name) => names.split(" ").includes(name)))
    .flatMap(({ names: [name = ""], versions, flaws }) =>
      flaws
        .filter(({ since, fixedAt, fixedVersion }) => since <= level && fixedAt > level && fixedVersion)
        .map((flaw) => ({ ...flaw, package: name, installed: versionAt(versions, level) })),
    );
}

/** Source repositories that are scanned. */
export const repositories: RepositoryFact[] = [
  {
    ...{ name: "checkout/cart-api", lockFile: "package-lock.json", lockType: "npm", secrets: [] },
    flaws: flawsOf(nodePackages, "express axios form-data cross-spawn next", 4).filter(
      ({ package: name }) => name !== "next",
    ),
    files: [{ path: "Dockerfile", type: "dockerfile", checks: pick("health") }],
  },
  {
    ...{ name: "checkout/checkout-api", lockFile: "pom.xml", lockType: "pom", secrets: [] },
    flaws: flawsOf(javaPackages, "org.apache.tomcat.embed:tomcat-embed-core commons-io:commons-io", 4),
    files: [{ path: "Dockerfile", type: "dockerfile", checks: pick("health") }],
  },
  {
    ...{ name: "payments/payments-api", lockFile: "pom.xml", lockType: "pom", secrets: [] },
    flaws: flawsOf(javaPackages, "org.apache.kafka:kafka-clients org.apache.tomcat.embed:tomcat-embed-core", 4),
    files: [{ path: "deploy/Dockerfile", type: "dockerfile", checks: pick("user health") }],
  },
  {
    ...{ name: "web/storefront", lockFile: "package-lock.json", lockType: "npm", secrets: [] },
    flaws: flawsOf(nodePackages, "next undici nanoid", 4),
    files: [{ path: "Dockerfile", type: "dockerfile", checks: pick("health latest") }],
  },
  {
    ...{ name: "data/pipelines", lockFile: "requirements.txt", lockType: "pip" },
    flaws: flawsOf(pythonPackages, "requests urllib3 apache-airflow Jinja2 pyarrow", 1),
    files: [
      { path: "docker/airflow/Dockerfile", type: "dockerfile", checks: pick("user health latest") },
      { path: "terraform/exports.tf", type: "terraform", checks: pick("bucket key") },
      { path: "terraform/network.tf", type: "terraform", checks: pick("ingress flowLogs") },
    ],
    secrets: [
      {
        ruleId: "aws-secret-access-key",
        category: "AWS",
        title: "AWS Secret Access Key",
        severity: "CRITICAL",
        path: "dags/config/prod.env",
        line: 5,
        match: "AWS_SECRET_ACCESS_KEY=****************************************",
      },
    ],
  },
  {
    ...{ name: "platform/clusters", lockFile: "go.mod", lockType: "gomod", secrets: [] },
    flaws: flawsOf(goModules, "golang.org/x/net golang.org/x/crypto", 3),
    files: [{ path: "modules/vpc/main.tf", type: "terraform", checks: pick("flowLogs") }],
  },
];
