import { kubernetesList, type Workload } from "./kubernetes";
import { digestOf, trivyImage, type Vulnerability } from "./trivy";

/**
 * A small fleet of which every name is known. Everything of team Walnut has "walnut" in its name, so that one word
 * tells whether somebody else has seen any of it. Tests change nothing but what belongs to Pear.
 */
export const teams = [
  { slug: "quince", name: "Quince Orchard" },
  { slug: "walnut", name: "Walnut Works" },
  { slug: "pear", name: "Pear Yard" },
] as const;

/** The orchard is shared; the cellar is Walnut's alone. */
export const clusters = [
  { slug: "orchard-prod", name: "Orchard", environment: "production", criticality: 1 },
  { slug: "walnut-cellar", name: "Walnut cellar", environment: "walnut-staging", criticality: 1 },
  { slug: "pear-yard", name: "Pear yard", environment: "test", criticality: 1 },
] as const;

const registry = "registry.example.com";
export const storefront = `${registry}/quince/storefront:2.4.0`;
const basket = `${registry}/quince/basket:1.1.0`;
const vault = `${registry}/walnut/vault:3.0.0`;
const press = `${registry}/walnut/press:5.2.1`;
export const crate = `${registry}/pear/crate:0.9.0`;

export const workloads: Record<string, Workload[]> = {
  "orchard-prod": [
    { namespace: "quince-shop", name: "storefront", image: storefront, exposed: true },
    { namespace: "quince-shop", name: "basket", image: basket },
    { namespace: "walnut-vault", name: "walnut-vault", image: vault, exposed: true },
  ],
  "walnut-cellar": [{ namespace: "walnut-press", name: "walnut-press", image: press }],
  "pear-yard": [{ namespace: "pear-crates", name: "crate", image: crate }],
};

const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW"] as const;

/** `count` vulnerabilities of every severity, every other one with a fix. */
export function flaws(year: number, count: number, packageName: string): Vulnerability[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `CVE-${year}-${10_000 + n}`,
    package: `${packageName}-${n % 20}`,
    severity: severities[n % severities.length],
    fixed: n % 2 === 0 ? "1.0.1-1" : undefined,
    title: `${packageName}: out-of-bounds read no. ${n}`,
  }));
}

/** More than two pages of the list. */
export const storefrontFlaws = flaws(2021, 240, "libquince");
/** Found by both teams: the one thing that they share is the rule. */
export const shared: Vulnerability = {
  id: "CVE-2022-77777",
  package: "libcommon",
  severity: "CRITICAL",
  fixed: "1.2.0",
};
export const crateFlaws = flaws(2024, 40, "libpear");

export const observedAt = new Date(Date.now() - 2 * 60 * 60_000).toISOString();

const image = (name: string, vulnerabilities: Vulnerability[]) =>
  trivyImage({ image: name, digest: digestOf(name), at: observedAt, vulnerabilities });

export const imageReports = [
  { cluster: "orchard-prod", fileName: "storefront.json", content: image(storefront, [...storefrontFlaws, shared]) },
  {
    cluster: "orchard-prod",
    fileName: "basket.json",
    content: image(basket, [...flaws(2021, 5, "libquince"), shared]),
  },
  {
    cluster: "orchard-prod",
    fileName: "walnut-vault.json",
    content: image(vault, [...flaws(2023, 31, "libwalnut"), shared]),
  },
  {
    cluster: "walnut-cellar",
    fileName: "walnut-press.json",
    content: image(press, [...flaws(2023, 17, "libwalnut"), shared]),
  },
  { cluster: "pear-yard", fileName: "crate.json", content: image(crate, crateFlaws) },
];

export const inventories = Object.entries(workloads).map(([cluster, list]) => ({
  cluster,
  fileName: `${cluster}-objects.json`,
  content: kubernetesList(`${cluster}-node`, list),
}));
