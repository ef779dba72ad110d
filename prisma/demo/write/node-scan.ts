import { debian } from "../company/stacks";
import type { Level } from "../facts/package-line";
import { debianPoints, hitsOf } from "./image-version";
import { entry, head } from "./trivy";

const packages = debian("curl openssh-client git libsqlite3-0 libkrb5-3 libxml2 openssl libexpat1");

/** `trivy rootfs --format json /` on a machine whose packages are of this age, so many days ago. */
export function trivyNode(name: string, level: Level, ago: number, at: Date) {
  const release = debianPoints[level] ?? "";
  return {
    ...head("/", "filesystem", at),
    Metadata: { OS: { Family: "debian", Name: release } },
    Results: [
      {
        Target: `${name} (debian ${release})`,
        Class: "os-pkgs",
        Type: "debian",
        Vulnerabilities: hitsOf(packages, level, ago).map((hit) => entry(hit, packages, name, release)),
      },
    ],
  };
}
