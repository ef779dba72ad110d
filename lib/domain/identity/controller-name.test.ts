import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldController, type OwnerReference, possibleControllers } from "./controller-name";

const fold = (kind: string, name: string, owners?: OwnerReference[]) => {
  const folded = foldController(kind, name, owners);
  return `${folded.kind}/${folded.name}`;
};

describe("foldController", () => {
  it.each([
    ["ReplicaSet", "web-5d59d67564", "Deployment/web"],
    ["ReplicaSet", "web-748b96764", "Deployment/web"],
    ["ReplicaSet", "web-7d4xkz9w2m", "Deployment/web"],
    ["ReplicaSet", "web-5", "ReplicaSet/web-5"],
    ["ReplicaSet", "web-primary", "ReplicaSet/web-primary"],
    ["ReplicaSet", "5d59d67564", "ReplicaSet/5d59d67564"],
    ["Job", "report-28453760", "CronJob/report"],
    ["Job", "report-1600000200", "CronJob/report"],
    ["Job", "migrate-20240131", "Job/migrate-20240131"],
    ["Job", "migrate-v2", "Job/migrate-v2"],
    ["Pod", "web-5d59d67564-x2k9z", "Deployment/web"],
    ["Pod", "report-28453760-4jm2t", "CronJob/report"],
    ["Pod", "agent-x2k9z", "Pod/agent-x2k9z"],
    ["Pod", "db-0", "Pod/db-0"],
    ["DeploymentConfig", "web-5d59d67564", "DeploymentConfig/web-5d59d67564"],
    ["ReplicationController", "web-3", "ReplicationController/web-3"],
  ])("%s %s by its name", (kind, name, expected) => expect(fold(kind, name)).toBe(expected));

  it("follows owner references", () => {
    expect(fold("ReplicaSet", "web-5d59d67564", [{ kind: "Rollout", name: "web", controller: true }])).toBe(
      "Rollout/web",
    );
    expect(fold("Pod", "agent-x2k9z", [{ kind: "DaemonSet", name: "agent" }])).toBe("DaemonSet/agent");
    expect(fold("Pod", "p", [{ kind: "ReplicaSet", name: "web-5d59d67564" }])).toBe("Deployment/web");
    expect(fold("Pod", "p", [{ kind: "Job", name: "report-28453760" }])).toBe("CronJob/report");
    expect(fold("Job", "x", [{ kind: "CronJob", name: "report" }])).toBe("CronJob/report");
    expect(fold("ReplicationController", "web-3", [{ kind: "DeploymentConfig", name: "web" }])).toBe(
      "DeploymentConfig/web",
    );
  });

  it("ignores owners that do not control", () => {
    expect(fold("Pod", "etcd-cp1", [{ kind: "Node", name: "cp1", controller: true }])).toBe("Pod/etcd-cp1");
    expect(fold("Pod", "p", [{ kind: "ConfigMap", name: "c", controller: false }])).toBe("Pod/p");
    expect(fold("Deployment", "web", [{ kind: "Kafka", name: "k", controller: true }])).toBe("Deployment/web");
  });

  it("folds pods whose long name was cut to 63 characters", () => {
    const name = "a-service-with-a-name-of-fifty-characters-or-so-xx";
    const pod = `${`${name}-5d59d67564-`.slice(0, 58)}x2k9z`;
    expect(pod).toHaveLength(63);
    expect(fold("Pod", pod)).toBe(`Deployment/${name}`);
  });

  const base = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
  const encode = (n: number) =>
    Array.from(String(n), (c) => "bcdfghjklmnpqrstvwxz2456789"[c.charCodeAt(0) % 27]).join("");
  const hash = fc.integer({ min: 1_000_000, max: 0xffffffff }).map(encode);
  const random = fc.stringMatching(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);

  it("is stable under new pod hashes and keeps deployments apart", () => {
    fc.assert(
      fc.property(base, hash, random, (name, rs, pod) => {
        expect(fold("ReplicaSet", `${name}-${rs}`)).toBe(`Deployment/${name}`);
        expect(fold("Pod", `${name}-${rs}-${pod}`)).toBe(`Deployment/${name}`);
      }),
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Pod", "Job", "ReplicaSet", "Deployment", "StatefulSet"),
        base,
        hash,
        (kind, name, rs) => {
          const once = foldController(kind, `${name}-${rs}`);
          expect(foldController(once.kind, once.name)).toEqual(once);
        },
      ),
    );
  });
});

describe("possibleControllers", () => {
  const of = (pod: string) => possibleControllers(pod).map(({ kind, name }) => `${kind}/${name}`);

  it("names what makes up such names", () => {
    expect(of("agent-x2k9z")).toEqual([
      "DaemonSet/agent",
      "ReplicaSet/agent",
      "Job/agent",
      "ReplicationController/agent",
    ]);
    expect(of("db-0")).toEqual(["StatefulSet/db"]);
    expect(of("db-24567")).toContain("StatefulSet/db");
    expect(of("db-24567")).toContain("DaemonSet/db");
    expect(of("import-3-x2k9z")).toContain("Job/import");
    expect(of("agent-eu-x2k9z")[0]).toBe("DaemonSet/agent-eu");
  });

  it("says nothing of other names", () => {
    for (const pod of ["web", "web-primary", "etcd-cp1", "db-00", "db-", "-x2k9z", ""])
      expect(of(pod), pod).toEqual([]);
  });
});
