import type { Stack } from "../company/stacks";

/** Package URL as Trivy prints it. */
export function purlOf(type: Stack["type"], name: string, version: string, release: string): string {
  const at = `@${encodeURIComponent(version).replaceAll("%3A", ":")}`;
  switch (type) {
    case "debian":
      return `pkg:deb/debian/${name}${at}?arch=amd64&distro=debian-${release}`;
    case "alpine":
      return `pkg:apk/alpine/${name}${at}?arch=x86_64&distro=${release}`;
    case "node-pkg":
      return `pkg:npm/${name.replace("@", "%40")}${at}`;
    case "gobinary":
      return `pkg:golang/${name}${at}`;
    case "jar":
      return `pkg:maven/${name.replace(":", "/")}${at}`;
    case "python-pkg":
      return `pkg:pypi/${name.toLowerCase()}${at}`;
  }
}
