import { describe, expect, it } from "vitest";
import type { Item } from "../importers/types";
import { controllerOf, foldPods, type KnownWorkloads } from "./pods";

const pod = (name: string) => ({ kind: "workload", namespace: "shop", workloadKind: "Pod", name }) as const;
const known = (controllers: string[], bare: string[] = []): KnownWorkloads => ({
  controllers: new Set(controllers.map((name) => `workload/shop/${name}`)),
  bare: new Set(bare.map((name) => `workload/shop/Pod/${name}`)),
});

describe("controllerOf", () => {
  const of = (name: string, workloads: KnownWorkloads) => controllerOf(pod(name), workloads)?.workloadKind ?? null;

  it("is the one workload that makes up such names", () => {
    expect(of("agent-x2k9z", known(["DaemonSet/agent"]))).toBe("DaemonSet");
    expect(of("db-0", known(["StatefulSet/db"]))).toBe("StatefulSet");
  });

  it("is nobody where a doubt is left", () => {
    expect(of("agent-x2k9z", known([]))).toBeNull();
    expect(of("agent-x2k9z", known(["DaemonSet/agent", "Job/agent"]))).toBeNull();
    expect(of("agent-x2k9z", known(["Deployment/agent"]))).toBeNull();
    expect(of("db-0", known(["StatefulSet/db"], ["db-0"]))).toBeNull();
    expect(controllerOf({ ...pod("db-0"), namespace: "bank" }, known(["StatefulSet/db"]))).toBeNull();
  });
});

describe("foldPods", () => {
  it("asks once, and folds targets, places and assets alike", async () => {
    let asked = 0;
    const load = async () => {
      asked++;
      return known(["StatefulSet/db"]);
    };
    const scope = { type: "scope", ref: 0, class: "runtime", profile: "", complete: false, label: "" } as const;
    const detection = { type: "detection", scope: 0, location: "", severity: "low", rawSeverity: null } as const;
    const rule = { id: "r", title: "r", kind: "runtime", area: "runtime" } as const;
    async function* items(): AsyncGenerator<Item> {
      yield { ...scope, assesses: [], target: pod("db-0"), placedOn: [pod("db-1"), pod("web-0")] };
      yield { ...detection, rule, fixState: "unknown", asset: pod("db-2") };
      yield { ...detection, rule, fixState: "unknown", asset: { kind: "node", name: "n" } };
    }
    const found: Item[] = [];
    for await (const item of foldPods(items(), load)) found.push(item);
    const db = { ...pod("db"), workloadKind: "StatefulSet" };
    expect(found[0]).toMatchObject({ target: db, placedOn: [db, pod("web-0")] });
    expect(found[1]).toMatchObject({ asset: db });
    expect(found[2]).toMatchObject({ asset: { kind: "node", name: "n" } });
    expect(asked).toBe(1);
  });
});
