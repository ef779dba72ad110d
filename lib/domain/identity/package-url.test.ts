import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packageKey, packageKeyOf, parsePurl } from "./package-url";

describe("parsePurl", () => {
  it.each([
    [
      "pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12",
      "deb",
      "debian",
      "openssl",
      "3.0.11-1~deb12u2",
    ],
    ["pkg:npm/%40angular/core@16.0.0", "npm", "@angular", "core", "16.0.0"],
    ["pkg:npm/@angular/core@16.0.0", "npm", "@angular", "core", "16.0.0"],
    ["pkg:npm/@angular/core", "npm", "@angular", "core", undefined],
    ["pkg:golang/github.com/gorilla/context@234f#api", "golang", "github.com/gorilla", "context", "234f"],
    ["pkg:docker/cassandra@sha256%3A244f", "docker", undefined, "cassandra", "sha256:244f"],
    ["PKG://Maven/org.apache/Log4j", "maven", "org.apache", "Log4j", undefined],
  ])("%s", (text, type, namespace, name, version) => {
    expect(parsePurl(text)).toEqual(JSON.parse(JSON.stringify({ type, namespace, name, version })));
  });

  it.each(["", "openssl", "pkg:", "pkg:npm", "pkg:npm/", "http://x/y"])("%j is no purl", (text) => {
    expect(parsePurl(text)).toBeNull();
    expect(packageKeyOf(text)).toBeNull();
  });
});

describe("packageKey", () => {
  it.each([
    [{ type: "PyPI", name: "Typing_Extensions" }, "pkg:pypi/typing-extensions"],
    [{ type: "npm", namespace: "@Angular", name: "core" }, "pkg:npm/%40angular/core"],
    [{ type: "rpm", namespace: "RedHat", name: "NetworkManager" }, "pkg:rpm/redhat/NetworkManager"],
    [{ type: "maven", namespace: "org.Apache", name: "Log4j" }, "pkg:maven/org.Apache/Log4j"],
    [{ type: "golang", namespace: "github.com/BurntSushi", name: "toml" }, "pkg:golang/github.com/burntsushi/toml"],
    [{ type: "deb", namespace: "debian", name: "libstdc++6" }, "pkg:deb/debian/libstdc%2B%2B6"],
  ])("%o", (of, expected) => expect(packageKey(of)).toBe(expected));

  const type = fc.constantFrom("npm", "maven", "pypi", "deb", "golang", "rpm", "cargo", "generic");
  const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => !text.includes("/"));
  const named = fc.record({ type, namespace: word, name: word });

  it("is idempotent, and stable under versions, qualifiers and subpaths", () => {
    fc.assert(
      fc.property(named, fc.stringMatching(/^[0-9a-z.~+-]{1,12}$/), (of, version) => {
        const key = packageKey(of);
        expect(packageKeyOf(key)).toBe(key);
        expect(packageKeyOf(`${key}@${version}?arch=amd64#sub/path`)).toBe(key);
      }),
    );
  });

  it("keeps packages apart whose names differ in more than case", () => {
    fc.assert(
      fc.property(named, named, (a, b) => {
        const plain = (of: typeof a) => `${of.type}|${of.namespace}|${of.name.replace(/[-_.]+/g, "-")}`.toLowerCase();
        if (plain(a) !== plain(b)) expect(packageKey(a)).not.toBe(packageKey(b));
      }),
    );
  });
});
