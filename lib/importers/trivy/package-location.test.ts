import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packageLocation, packageType, splitSystemTarget } from "./package-location";

describe("packageLocation", () => {
  it.each([
    ["debian", "libssl3", "pkg:deb/debian/libssl3"],
    ["ubuntu", "libc6", "pkg:deb/ubuntu/libc6"],
    ["alpine", "musl", "pkg:apk/alpine/musl"],
    ["centos", "glibc", "pkg:rpm/centos/glibc"],
    ["opensuse.leap", "zypper", "pkg:rpm/opensuse/zypper"],
    ["suse linux enterprise server", "zypper", "pkg:rpm/suse/zypper"],
    ["npm", "@angular/core", "pkg:npm/%40angular/core"],
    ["jar", "org.apache.logging.log4j:log4j-core", "pkg:maven/org.apache.logging.log4j/log4j-core"],
    ["gobinary", "golang.org/x/net", "pkg:golang/golang.org/x/net"],
    ["gobinary", "stdlib", "pkg:golang/stdlib"],
    ["python-pkg", "Flask_Login", "pkg:pypi/flask-login"],
    ["rubygems", "rails", "pkg:gem/rails"],
    ["composer", "symfony/http-kernel", "pkg:composer/symfony/http-kernel"],
    ["cargo", "openssl", "pkg:cargo/openssl"],
    ["dotnet-core", "Newtonsoft.Json", "pkg:nuget/newtonsoft.json"],
    ["swift", "github.com/apple/swift-nio", "pkg:swift/github.com/apple/swift-nio"],
    ["cocoapods", "GoogleUtilities/NSData+zlib", "pkg:cocoapods/GoogleUtilities"],
    ["kubernetes", "k8s.io/kubelet", "pkg:k8s/k8s.io/kubelet"],
    ["", "something", "pkg:generic/something"],
    ["brandnew", "something", "pkg:brandnew/something"],
    ["not a type", "something", "pkg:generic/something"],
  ])("of %s %s", (type, name, expected) => expect(packageLocation("", type, name)).toBe(expected));

  it("has neither version nor qualifiers of a stated purl", () => {
    const purl = "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12.5";
    expect(packageLocation(purl, "debian", "libssl3")).toBe("pkg:deb/debian/libssl3");
    expect(packageLocation("no purl", "debian", "libssl3")).toBe("pkg:deb/debian/libssl3");
  });

  it("is a purl for any name", () => {
    const types = fc.constantFrom("", "debian", "npm", "jar", "gomod", "cocoapods", "x y");
    fc.assert(
      fc.property(types, fc.string({ minLength: 1 }), (type, name) => {
        expect(packageLocation("", type, name)).toMatch(/^pkg:[a-z0-9.+-]+\//);
      }),
    );
  });
});

describe("packageType", () => {
  it.each([
    ["", "alpine:3.10 (alpine 3.10.2)", "alpine"],
    ["", "app (red hat enterprise linux 8.4)", "red hat enterprise linux"],
    ["", "a/b/package-lock.json", "npm"],
    ["", "requirements-dev.txt", "pip"],
    ["", "Java", "jar"],
    ["", "app (not a system 1)", ""],
    ["Debian", "anything", "debian"],
  ])("%j of %s is %j", (type, target, expected) => expect(packageType(type, target)).toBe(expected));
});

describe("splitSystemTarget", () => {
  it.each([
    ["alpine:3.10 (alpine 3.10.2)", "alpine:3.10", "alpine"],
    ["quay.io/a/b@sha256:00 (debian 12)", "quay.io/a/b@sha256:00", "debian"],
    ["x:1 (alpine)", "x:1", "alpine"],
  ])("%s", (target, name, family) => expect(splitSystemTarget(target)).toEqual({ name, family }));

  it("finds none in a path", () => expect(splitSystemTarget("usr/local/bin/app")).toBeNull());
});
