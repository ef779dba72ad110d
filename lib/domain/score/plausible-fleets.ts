import type { Area, Severity, UnitKind } from "../vocabulary";
import type { FleetFinding, FleetUnit } from "./fleet";

/** Mean number of findings a unit has, by severity. */
type Mix = Partial<Record<Severity, number>>;

/** A way of looking after a fleet, by what scanners then find on each unit. */
interface Care {
  /** Areas that are assessed at all, with what a unit of each kind has on average. */
  areas: Partial<Record<Area, Partial<Record<UnitKind, Mix>>>>;
  /** Share of the image's vulnerabilities that are known exploited, or likely to be (EPSS ≥ 0.1). */
  kev: number;
  likely: number;
}

const exposedShare = 0.15;
const counts: Readonly<Record<UnitKind, number>> = {
  ...{ workload: 50, node: 6, namespace: 10, service_account: 25 },
  ...{ control_plane: 1, repository: 20, image: 0, team: 5 },
};

export type CareName = "wellKept" | "maintained" | "typical" | "neglected";

/**
 * Four fleets of some fifty workloads as one meets them, to hold the scale of the score against. Well kept: minimal
 * images rebuilt weekly, hardened by default. Maintained: monthly rebuilds, some old images. Typical: images as they
 * were at the last release, chart defaults. Neglected: years old, privileged, a control plane never hardened.
 */
export const cares: Readonly<Record<CareName, Care>> = {
  wellKept: {
    kev: 0.0005,
    likely: 0.005,
    areas: {
      application: {
        workload: { critical: 0.05, high: 0.6, medium: 2.5, low: 10 },
        repository: { high: 0.5, medium: 2 },
      },
      platform: {
        workload: { medium: 1.5, low: 3 },
        namespace: { medium: 0.5 },
        service_account: { high: 0.1, medium: 0.3 },
        control_plane: { high: 0.5, medium: 3, low: 3 },
      },
      host: { node: { high: 0.3, medium: 3, low: 4 } },
      network: { namespace: { high: 0.2, medium: 1 }, workload: { medium: 0.3 } },
      pipeline: { repository: { high: 0.5, medium: 2, low: 3 } },
      runtime: { workload: { medium: 0.3, low: 1 } },
    },
  },
  maintained: {
    kev: 0.001,
    likely: 0.01,
    areas: {
      application: {
        workload: { critical: 1, high: 8, medium: 20, low: 40 },
        repository: { critical: 0.5, high: 4, medium: 8 },
      },
      platform: {
        workload: { high: 1.5, medium: 7, low: 6 },
        namespace: { high: 2, medium: 6 },
        service_account: { critical: 0.2, high: 1.5, medium: 3 },
        control_plane: { critical: 0.5, high: 4, medium: 12, low: 10 },
      },
      host: { node: { critical: 0.2, high: 3, medium: 10, low: 6 } },
      network: { namespace: { high: 3, medium: 6 }, workload: { high: 1, medium: 4 } },
      pipeline: { repository: { critical: 0.4, high: 3, medium: 8, low: 6 } },
    },
  },
  typical: {
    kev: 0.002,
    likely: 0.02,
    areas: {
      application: {
        workload: { critical: 5, high: 25, medium: 60, low: 80 },
        repository: { critical: 2, high: 10, medium: 16 },
      },
      platform: {
        workload: { critical: 0.4, high: 5, medium: 16, low: 10 },
        namespace: { high: 6, medium: 14 },
        service_account: { critical: 0.8, high: 5, medium: 8 },
        control_plane: { critical: 2, high: 14, medium: 28, low: 15 },
      },
      host: { node: { critical: 1, high: 15, medium: 40, low: 30 } },
      network: { namespace: { high: 10, medium: 15 }, workload: { high: 2, medium: 6 } },
    },
  },
  neglected: {
    kev: 0.003,
    likely: 0.03,
    areas: {
      application: { workload: { critical: 14, high: 70, medium: 140, low: 160 } },
      platform: {
        workload: { critical: 2, high: 10, medium: 24, low: 12 },
        namespace: { critical: 2, high: 15, medium: 25 },
        service_account: { critical: 4, high: 12, medium: 15 },
        control_plane: { critical: 6, high: 28, medium: 40, low: 20 },
      },
      host: { node: { critical: 14, high: 80, medium: 150, low: 60 } },
      network: { namespace: { critical: 1, high: 22, medium: 25 }, workload: { critical: 0.5, high: 6, medium: 8 } },
    },
  },
};

/** Builds such a fleet. `random` yields numbers in [0, 1); the same numbers give the same fleet. */
export function plausibleFleet(name: CareName, random: () => number, observedAt: Date): FleetUnit[] {
  const care = cares[name];
  const fleet: FleetUnit[] = [];
  for (const [area, kinds] of Object.entries(care.areas) as [Area, Partial<Record<UnitKind, Mix>>][]) {
    for (const [unit, mix] of Object.entries(kinds) as [UnitKind, Mix][]) {
      for (let i = 0; i < counts[unit]; i++) {
        // The same tenth or so of the workloads is exposed in every area.
        const exposed = unit === "workload" && i < counts.workload * exposedShare;
        const findings = findingsOf(mix, area === "application" ? care : { kev: 0, likely: 0 }, exposed, random);
        fleet.push({ cluster: `c${i % 2}`, area, unit, observedAt, weight: 10, findings });
      }
    }
  }
  return fleet;
}

function findingsOf(mix: Mix, odds: { kev: number; likely: number }, exposed: boolean, random: () => number) {
  const findings: FleetFinding[] = [];
  for (const [severity, average] of Object.entries(mix) as [Severity, number][]) {
    for (let n = around(average, random); n > 0; n--) {
      const draw = random();
      const grave = severity === "critical" || severity === "high";
      findings.push({
        severity,
        kev: grave && draw < odds.kev,
        epss: grave && draw < odds.kev + odds.likely ? 0.4 : 0.002,
        exposed,
        ...{ running: "yes" as const, presence: "present" as const, decision: "none" as const },
      });
    }
  }
  return findings;
}

/** A count with this mean: most units are near it, some have none, a few have three times as many. */
function around(average: number, random: () => number): number {
  const spread = [0, 0.4, 0.8, 1, 1.2, 1.6, 2][Math.floor(random() * 7)] ?? 1;
  const exact = average * spread;
  return Math.floor(exact) + (random() < exact % 1 ? 1 : 0);
}
