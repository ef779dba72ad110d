import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageIdDigest, parseImageReference } from "./image-reference";

const hex = "a".repeat(64);
const repository = (text: string) => parseImageReference(text)?.repository ?? null;

describe("parseImageReference", () => {
  it.each([
    ["nginx", "docker.io/library/nginx"],
    ["docker.io/nginx:1.25", "docker.io/library/nginx"],
    ["index.docker.io/library/nginx", "docker.io/library/nginx"],
    ["registry-1.docker.io/bitnami/redis", "docker.io/bitnami/redis"],
    ["bitnami/redis:7", "docker.io/bitnami/redis"],
    ["REGISTRY.k8s.io/kube-proxy:v1.30.0", "registry.k8s.io/kube-proxy"],
    ["localhost/app", "localhost/app"],
    ["localhost:5000/team/app:1", "localhost:5000/team/app"],
    ["[fd00::1]:5000/app", "[fd00::1]:5000/app"],
    [`docker-pullable://quay.io/a/b@sha256:${hex}`, "quay.io/a/b"],
    ["docker://alpine", "docker.io/library/alpine"],
  ])("%s is kept in %s", (text, expected) => expect(repository(text)).toBe(expected));

  it("keeps tag and digest apart and never invents a tag", () => {
    expect(parseImageReference("nginx")).toEqual({ repository: "docker.io/library/nginx", digests: [] });
    expect(parseImageReference(`a.io:5000/x:v1@SHA256:${hex.toUpperCase()}`)).toEqual({
      repository: "a.io:5000/x",
      tag: "v1",
      digests: [`sha256:${hex}`],
    });
  });

  it.each([
    "",
    ":1",
    "UPPER",
    "a b",
    "nginx:",
    "nginx@sha256:12",
    hex,
    `sha256:${hex}`,
    "a//b",
    "/etc/passwd",
    "x/../y",
  ])("%j is no image reference", (text) => expect(parseImageReference(text)).toBeNull());

  const part = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?$/);
  const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
  const tag = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/);

  it("is idempotent and does not depend on the tag", () => {
    fc.assert(
      fc.property(name, tag, (path, version) => {
        const once = repository(path);
        expect(once).not.toBeNull();
        expect(repository(once as string)).toBe(once);
        expect(repository(`${path}:${version}`)).toBe(once);
        expect(repository(`${path}@sha256:${hex}`)).toBe(once);
      }),
    );
  });

  it("keeps different repositories of one registry apart", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        if (a !== b) expect(repository(`quay.io/${a}`)).not.toBe(repository(`quay.io/${b}`));
      }),
    );
  });

  it("survives any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const parsed = parseImageReference(text);
        if (parsed) expect(repository(parsed.repository)).toBe(parsed.repository);
      }),
    );
  });
});

describe("imageIdDigest", () => {
  it.each([
    [`docker-pullable://nginx@sha256:${hex}`, `sha256:${hex}`],
    [`nginx@sha256:${hex}`, `sha256:${hex}`],
    [`sha256:${hex}`, `sha256:${hex}`],
    [`docker://sha256:${hex}`, `sha256:${hex}`],
    ["nginx:1.25", null],
    [hex, null],
    ["", null],
  ])("%s", (text, expected) => expect(imageIdDigest(text)).toBe(expected));
});
