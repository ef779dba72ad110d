import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { itemsOf, only, sample } from "./testing";
import type { InventoryItem, Item } from "./types";

const list = sample("kubernetes/list.json");
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

function inventory<K extends InventoryItem["item"]>(items: Item[], kind: K): Extract<InventoryItem, { item: K }>[] {
  return only(items, "inventory").filter((item): item is Extract<InventoryItem, { item: K }> => item.item === kind);
}
const workload = (items: Item[], name: string) => inventory(items, "workload").find((item) => item.name === name);

describe("kubernetes", () => {
  it("folds a Deployment, its ReplicaSets and Pods into one workload with the digests that run", async () => {
    expect(workload(await itemsOf(list), "web")).toEqual({
      type: "inventory",
      item: "workload",
      namespace: "shop",
      workloadKind: "Deployment",
      name: "web",
      labels: { team: "shop" },
      podLabels: { app: "web" },
      serviceAccount: "web",
      running: true,
      images: [
        { container: "proxy", init: false, image: { kind: "image", repository: "ghcr.io/example/proxy", tag: "2" } },
        {
          container: "wait",
          init: true,
          image: { kind: "image", repository: "docker.io/library/busybox", tag: "latest" },
        },
        {
          container: "web",
          init: false,
          image: { kind: "image", repository: "docker.io/library/nginx", tag: "1.27", digests: [digest("1")] },
        },
      ],
    });
  });

  it("folds Jobs and Rollouts, keeps bare pods, and knows what does not run", async () => {
    const items = await itemsOf(list);
    const shown = inventory(items, "workload").map(({ workloadKind, name, running, images }) => [
      `${workloadKind}/${name}`,
      running,
      images.map(({ image }) => image.tag ?? image.digests?.[0]?.slice(0, 9)),
    ]);
    expect(shown).toEqual([
      ["Deployment/web", true, ["2", "latest", "1.27"]],
      ["Rollout/api", true, ["1"]],
      ["StatefulSet/db", false, ["18"]],
      ["CronJob/backup", true, ["3"]],
      ["Pod/debug", true, ["latest", "3.20"]],
    ]);
    expect(workload(items, "debug")?.images.map(({ image }) => image.imageId)).toEqual([digest("3"), undefined]);
    expect(workload(items, "api")?.images[0]?.image.digests).toEqual([digest("2")]);
  });

  it("is the same whatever the order of the objects", async () => {
    const objects = (JSON.parse(list.toString()) as { items: unknown[] }).items;
    const sorted = (items: Item[]) =>
      only(items, "inventory")
        .map((item) => JSON.stringify(item))
        .sort();
    const text = (values: unknown[]) => JSON.stringify({ apiVersion: "v1", kind: "List", items: values });
    expect(sorted(await itemsOf(text([...objects].reverse())))).toEqual(sorted(await itemsOf(text(objects))));
  });

  it("reads YAML as it reads JSON, as list and as documents", async () => {
    const value = JSON.parse(list.toString()) as { items: unknown[] };
    const expected = await itemsOf(list);
    expect(await itemsOf(stringify(value, { aliasDuplicateObjects: false }))).toEqual(expected);
    expect(await itemsOf(value.items.map((one) => `---\n${stringify(one)}`).join(""))).toEqual(expected);
  });

  it("lists nodes, namespaces, service accounts, services and routes; counts the rest and never shows a Secret", async () => {
    const items = await itemsOf(list);
    expect(inventory(items, "node")).toMatchObject([
      { name: "node-1", attributes: { osImage: "Debian 12", "condition.Ready": "True" } },
    ]);
    expect(inventory(items, "namespace")).toMatchObject([{ name: "shop", labels: { env: "prod" } }]);
    expect(inventory(items, "service_account")).toMatchObject([{ namespace: "shop", name: "web" }]);
    expect(inventory(items, "service").map(({ name, exposed, selector }) => [name, exposed, selector])).toEqual([
      ["web", true, { app: "web" }],
      ["internal", false, { app: "web" }],
    ]);
    expect(inventory(items, "route")).toMatchObject([
      { namespace: "shop", services: [{ namespace: "shop", name: "web" }] },
    ]);
    expect(only(items, "skipped")).toMatchObject([
      { reason: "Secret: not needed", count: 1 },
      { reason: "ConfigMap: not needed", count: 1 },
    ]);
    expect(JSON.stringify(items)).not.toContain("c2VjcmV0");
  });

  it("knows objects without kind by their shape, and items by the kind of their list", async () => {
    const bare = await itemsOf(sample("kubernetes/without-kind.jsonl"));
    expect(
      only(bare, "inventory")
        .map((item) => `${item.item} ${item.name}`)
        .sort(),
    ).toEqual(["namespace shop", "node node-1", "service web", "workload backup", "workload db", "workload web"]);
    const pods = await itemsOf(sample("kubernetes/raw-pod-list.json"), { complete: true });
    expect(workload(pods, "web")?.workloadKind).toBe("Deployment");
    expect(only(pods, "scope")).toMatchObject([
      { complete: false, incompleteReason: "the server cut the list", assessed: ["workload"] },
    ]);
  });

  it("reads manifests: default namespace, untagged images, Gateway API, Istio, OpenShift", async () => {
    const items = await itemsOf(sample("kubernetes/manifests.yaml"), { namespace: "shop" });
    expect(workload(items, "web")).toMatchObject({ namespace: "shop", podLabels: { app: "web", tier: "1" } });
    expect(workload(items, "web")?.images).toMatchObject([
      { image: { repository: "docker.io/library/nginx", tag: "latest" } },
    ]);
    expect(inventory(items, "service")).toMatchObject([{ exposed: true, selector: { app: "web", tier: "1" } }]);
    const services = inventory(items, "route").map(({ services }) =>
      services.map(({ namespace, name }) => `${namespace}/${name}`),
    );
    expect(services).toEqual([
      ["shop/web", "api/api"],
      ["shop/web", "shop/api"],
      ["shop/web", "shop/canary"],
    ]);
    expect(only(items, "skipped")).toMatchObject([{ reason: "Ingress: leads to no Service from outside" }]);
  });

  it("is complete only on the sender's word, for the cluster or the namespace", async () => {
    const [scope] = only(await itemsOf(list, { complete: true }), "scope");
    expect(scope).toMatchObject({ target: { kind: "cluster" }, class: "inventory", complete: true });
    expect(scope?.assessed).toEqual(expect.arrayContaining(["workload", "workload/Deployment", "node", "service"]));
    const nothing = '{"apiVersion":"v1","kind":"List","items":[]}';
    expect(only(await itemsOf(nothing, { complete: true }), "scope")).toMatchObject([
      { complete: false, incompleteReason: "the file lists nothing" },
    ]);
    expect(only(await itemsOf(list, { namespace: "shop" }), "scope")).toMatchObject([
      { target: { kind: "namespace", name: "shop" }, complete: false },
    ]);
  });

  it.each([
    ["10.0.0.0/8", false],
    ["0.0.0.0/0", true],
  ])("takes a load balancer open to %s as exposed: %s", async (range, exposed) => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "a" },
      spec: { type: "LoadBalancer", loadBalancerSourceRanges: [range] },
    };
    expect(inventory(await itemsOf(JSON.stringify(service)), "service")).toMatchObject([{ exposed }]);
  });

  it("is not what the API server answers when it refuses", async () => {
    const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message: "pods is forbidden" };
    await expect(itemsOf(JSON.stringify(status))).rejects.toThrow(
      "answered with a failure: pods is forbidden (at line 1",
    );
  });

  it("counts objects that it can't name", async () => {
    const lines =
      '{"metadata":{"name":"x","uid":"1"},"spec":{"odd":1},"status":{"phase":"Bound"}}\n{"kind":"Kustomization"}\n';
    expect(only(await itemsOf(lines, { format: "kubernetes" }), "skipped")).toMatchObject([
      { reason: "object without kind: not needed" },
      { reason: "Kustomization: has no name" },
    ]);
  });

  it("names what is no image, and what is no object", async () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a" },
      spec: { containers: [{ name: "x", image: "NOT AN IMAGE" }] },
    };
    expect(only(await itemsOf(JSON.stringify(pod)), "warning")[0]?.message).toBe(
      'not an image reference: "NOT AN IMAGE"',
    );
    await expect(itemsOf('{"a":1}', { format: "kubernetes" })).rejects.toThrow(
      "expected a Kubernetes object with a kind (at line 1)",
    );
    await expect(itemsOf("kind: Pod\napiVersion: v1\nspec: [\n")).rejects.toThrow(/invalid YAML: .* \(at line/);
  });
});
