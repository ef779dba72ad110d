import { isObject, type Json, textOf } from "../trivy/guards";
import { isSystemType, packageLocation } from "../trivy/package-location";

/** Type of a package in Syft's words → in Trivy's, where they differ. Source: syft/pkg/type.go. */
const types = new Map([
  ["java-archive", "jar"],
  ["jenkins-plugin", "jar"],
  ["graalvm-native-image", "jar"],
  ["go-module", "gomod"],
  ["python", "pip"],
  ["gem", "bundler"],
  ["rust-crate", "cargo"],
  ["rust-audit-binary", "cargo"],
  ["dotnet", "nuget"],
  ["php-composer", "composer"],
  ["php-pecl", "pecl"],
  ["php-pear", "pear"],
  ["pod", "cocoapods"],
  ["dart-pub", "pub"],
  ["conda", "conda-pkg"],
  ["r-package", "cran"],
  ["wordpress-plugin", "wordpress"],
  ["binary", "generic"],
  ["linux-kernel", "generic"],
  ["linux-kernel-module", "generic"],
  ["unknownpackage", "generic"],
  ["lua-rocks", "luarocks"],
  ["erlang-otp", "otp"],
]);

/** Distributions in Grype's words → in Trivy's. Source: grype/distro/type.go. */
const distributions = new Map([
  ["amazonlinux", "amazon"],
  ["amzn", "amazon"],
  ["almalinux", "alma"],
  ["rockylinux", "rocky"],
  ["oraclelinux", "oracle"],
  ["ol", "oracle"],
  ["rhel", "redhat"],
  ["mariner", "cbl-mariner"],
  ["opensuse-leap", "opensuse"],
]);

/** Name of a distribution as Trivy has it. */
export const distributionOf = (name: string) => distributions.get(name.toLowerCase()) ?? name.toLowerCase();

/** Where the vulnerable package is. `distribution`: whose package it is, for those without Package URL. */
export function locationOf(artifact: Json, distribution: string): string {
  const type = textOf(artifact.type).toLowerCase();
  const name = textOf(artifact.name) || "unknown";
  const own = type === "deb" || type === "rpm" || type === "apk" || type === "alpm";
  if (own && distribution !== "" && isSystemType(distribution)) {
    return packageLocation(textOf(artifact.purl), distribution, name);
  }
  const metadata = isObject(artifact.metadata) ? artifact.metadata : {};
  const group = textOf(metadata.pomGroupID);
  const full = group !== "" && !name.includes(":") ? `${group}:${name}` : name;
  return packageLocation(textOf(artifact.purl), types.get(type) ?? type, full);
}
