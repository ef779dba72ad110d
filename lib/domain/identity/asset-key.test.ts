import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AssetRef } from "../asset/ref";
import { assetKey, imageKeys, subjectKey } from "./asset-key";

const repository = "docker.io/library/nginx";
const d1 = `sha256:${"1".repeat(64)}`;
const d2 = `sha256:${"2".repeat(64)}`;

describe("assetKey", () => {
  it.each<[AssetRef, string]>([
    [{ kind: "cluster" }, "cluster"],
    [{ kind: "node", name: "n1" }, "node/n1"],
    [{ kind: "namespace", name: "shop" }, "namespace/shop"],
    [{ kind: "workload", namespace: "shop", workloadKind: "Deployment", name: "web" }, "workload/shop/Deployment/web"],
    [
      { kind: "workload", namespace: "", workloadKind: "ClusterRole", name: "a:b", object: true },
      "workload//ClusterRole/a:b",
    ],
    [{ kind: "service_account", namespace: "shop", name: "web" }, "service_account/shop/web"],
    [{ kind: "repository", name: "github.com/acme/shop" }, "repository/github.com/acme/shop"],
    [{ kind: "registry", name: "quay.io" }, "registry/quay.io"],
    [{ kind: "image", repository, tag: "1.25" }, `image/${repository}:1.25`],
    [{ kind: "image", repository, tag: "1.25", digests: [d1] }, `image/${repository}@${d1}`],
  ])("%o", (ref, expected) => expect(assetKey(ref)).toBe(expected));

  it("lists all aliases of an image, best first", () => {
    expect(imageKeys({ kind: "image", repository, tag: "1", digests: [d1, d1], imageId: d2 })).toEqual([
      `image/${repository}@${d1}`,
      `image/${repository}@${d2}`,
      `image/${repository}:1`,
    ]);
    expect(imageKeys({ kind: "image", repository })).toEqual([`image/${repository}`]);
  });

  it("has one subject for all versions of an image", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.]{1,9}$/), fc.constantFrom(d1, d2), (tag, digest) => {
        expect(subjectKey({ kind: "image", repository, tag, digests: [digest] })).toBe(`image/${repository}`);
      }),
    );
    expect(subjectKey({ kind: "node", name: "n1" })).toBe("node/n1");
  });

  const text = fc.string({ maxLength: 12 });
  const ref: fc.Arbitrary<AssetRef> = fc.oneof(
    fc.record({ kind: fc.constant("workload" as const), namespace: text, workloadKind: text, name: text }),
    fc.record({ kind: fc.constant("service_account" as const), namespace: text, name: text }),
    fc.record({ kind: fc.constantFrom("node" as const, "namespace" as const, "repository" as const), name: text }),
    fc.record({
      kind: fc.constant("image" as const),
      repository: fc.tuple(text, text).map(([a, b]) => `${a.replaceAll("/", "")}/${b}`),
      tag: fc.stringMatching(/^\w[\w.-]{0,9}$/),
    }),
  );

  it("does not let a hostile name look like another thing", () => {
    const workload = (namespace: string, workloadKind: string, name: string) =>
      assetKey({ kind: "workload", namespace, workloadKind, name });
    expect(workload("a/b", "c", "d")).not.toBe(workload("a", "b/c", "d"));
    expect(workload("a%2Fb", "c", "d")).not.toBe(workload("a/b", "c", "d"));
    expect(assetKey({ kind: "image", repository: "q.io/x:1" })).not.toBe(
      assetKey({ kind: "image", repository: "q.io/x", tag: "1" }),
    );
  });

  it("never gives two things one key, whatever their names", () => {
    fc.assert(
      fc.property(ref, ref, (a, b) => {
        if (JSON.stringify(a) !== JSON.stringify(b)) expect(assetKey(a)).not.toBe(assetKey(b));
      }),
      { numRuns: 1000 },
    );
  });
});
