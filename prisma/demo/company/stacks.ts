import { alpineBase, alpineMore } from "../facts/alpine";
import { debianBase, debianMore } from "../facts/debian";
import { goModules } from "../facts/go";
import { javaPackages } from "../facts/java";
import { nodePackages } from "../facts/node";
import type { PackageLine } from "../facts/package-line";
import { pythonPackages } from "../facts/python";

/** Packages of one sort in an image, as Trivy lists them: one result of a report. */
export interface Stack {
  class: "os-pkgs" | "lang-pkgs";
  /** Trivy's type. */
  type: "debian" | "alpine" | "gobinary" | "node-pkg" | "jar" | "python-pkg";
  packages: PackageLine[];
}

function named(lines: PackageLine[], names: string): PackageLine[] {
  return names.split(" ").map((name) => {
    const found = lines.find((line) => line.names.includes(name));
    if (!found) throw new Error(`no facts about ${name}`);
    return found;
  });
}

const os = (type: "debian" | "alpine", base: PackageLine[], all: PackageLine[], more: string): Stack => ({
  class: "os-pkgs",
  type,
  packages: [...base, ...(more ? named(all, more) : [])],
});

const lang =
  (type: Stack["type"], lines: PackageLine[]) =>
  (names: string): Stack => ({ class: "lang-pkgs", type, packages: named(lines, names) });

/** @param more packages beside those that every image has */
export const alpine = (more = ""): Stack => os("alpine", alpineBase, alpineMore, more);
export const debian = (more = ""): Stack => os("debian", debianBase, debianMore, more);
/** Only libraries, no shell and no package manager. */
export const distroless = (): Stack => os("debian", named(debianBase, "libc6 libssl3 libgcc-s1"), debianMore, "");

export const node = lang("node-pkg", nodePackages);
export const java = lang("jar", javaPackages);
export const python = lang("python-pkg", pythonPackages);
export const go = lang("gobinary", goModules);

export const nodeApi =
  "express body-parser qs send serve-static path-to-regexp cookie axios follow-redirects form-data";
export const nodeTools = "jsonwebtoken semver cross-spawn word-wrap braces micromatch nanoid";
export const nextApp = "next semver cross-spawn nanoid undici axios form-data follow-redirects braces micromatch";
export const springApi = [
  "org.springframework:spring-beans org.springframework:spring-web org.springframework:spring-webmvc",
  "org.springframework:spring-expression org.springframework.boot:spring-boot-actuator-autoconfigure",
  "org.springframework.security:spring-security-web org.apache.tomcat.embed:tomcat-embed-core org.yaml:snakeyaml",
  "com.fasterxml.jackson.core:jackson-databind org.postgresql:postgresql ch.qos.logback:logback-core",
  "com.google.guava:guava commons-io:commons-io",
].join(" ");
export const streamJava = [
  "org.apache.kafka:kafka-clients com.fasterxml.jackson.core:jackson-databind org.yaml:snakeyaml",
  "io.netty:netty-codec-http2 io.netty:netty-codec-http io.netty:netty-handler com.google.protobuf:protobuf-java",
  "org.apache.commons:commons-compress com.google.guava:guava",
].join(" ");
export const pythonApi = "requests urllib3 Jinja2 certifi idna cryptography gunicorn starlette h11 setuptools";
export const pythonData = "requests urllib3 certifi idna setuptools pyarrow aiohttp sqlparse";
export const goService =
  "stdlib golang.org/x/net golang.org/x/crypto google.golang.org/grpc google.golang.org/protobuf";
export const goTool = "stdlib golang.org/x/net golang.org/x/oauth2 google.golang.org/protobuf";
