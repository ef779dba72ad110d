import { describe, expect, it } from "vitest";
import { equivalentRules } from "../rules/equivalence";
import { anyContainer, isPatchable, patchOf } from "./patch";
import { pieces } from "./patch-pieces";

const ask = (name: string, codes: Record<string, string[]>, containers: string[] = []) =>
  patchOf({
    ...{ name, namespace: "shop", containers },
    broken: Object.entries(codes).map(([code, named]) => ({ code, containers: named })),
  });

describe("a patch of a workload", () => {
  it("is one for all of its checks, for the containers that break each", () => {
    const patch = ask("Deployment/api", {
      "k8s:run-as-root": ["api"],
      "k8s:privileged-container": ["api"],
      "k8s:capabilities-not-dropped": ["api", "proxy"],
      "k8s:host-network": [],
      "k8s:seccomp-missing": [],
      "k8s:cpu-limit": ["api"],
      "k8s:memory-limit": ["api"],
    });
    expect(patch?.manifest).toEqual({
      ...{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "api", namespace: "shop" } },
      spec: {
        template: {
          spec: {
            hostNetwork: false,
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                name: "api",
                securityContext: { runAsNonRoot: true, privileged: false, capabilities: { drop: ["ALL"] } },
                resources: { limits: { cpu: "500m", memory: "256Mi" } },
              },
              { name: "proxy", securityContext: { capabilities: { drop: ["ALL"] } } },
            ],
          },
        },
      },
    });
    expect(patch?.rules).toHaveLength(7);
  });

  it("goes where a CronJob, a Pod and a ServiceAccount have it", () => {
    expect(ask("CronJob/a", { "k8s:host-pid": [], "k8s:cronjob-deadline": [] })?.manifest.spec).toEqual({
      ...{ startingDeadlineSeconds: 300, jobTemplate: { spec: { template: { spec: { hostPID: false } } } } },
    });
    expect(ask("Pod/a", { "k8s:host-pid": [] })?.manifest.spec).toEqual({ hostPID: false });
    expect(ask("default", { "k8s:service-account-token": [] })?.manifest).toMatchObject({
      ...{ kind: "ServiceAccount", automountServiceAccountToken: false },
    });
  });

  it("names all known containers where a tool names none, and says so where none is known", () => {
    const code = { "k8s:privilege-escalation": [] };
    const names = (patch: ReturnType<typeof ask>) => JSON.stringify(patch?.manifest).match(/"name":"(\w+)","sec/g);
    expect(names(ask("Deployment/a", code, ["x", "y"]))).toHaveLength(2);
    const unknown = ask("Deployment/a", code);
    expect(JSON.stringify(unknown?.manifest)).toContain(anyContainer);
    expect(unknown?.notes.join()).toContain(anyContainer);
  });

  it("is not made for checks and kinds that have none", () => {
    expect(ask("Deployment/a", { "k8s:network-policy-missing": [] })).toBeNull();
    expect(isPatchable("k8s:host-pid", "Role/a")).toBe(false);
    expect(isPatchable("k8s:cronjob-deadline", "Deployment/a")).toBe(false);
  });

  it("does not change the table that it is made from", () => {
    const before = JSON.stringify([...pieces]);
    ask("Deployment/a", {
      "k8s:capabilities-added": ["a"],
      "k8s:capabilities-not-dropped": ["a"],
      "k8s:host-path": [],
    });
    expect(JSON.stringify([...pieces])).toBe(before);
  });

  it("knows only rules that there are", () => {
    const known = new Set(equivalentRules.map(({ id }) => id));
    expect([...pieces.keys()].filter((code) => code.startsWith("k8s:") && !known.has(code))).toEqual([]);
  });
});
