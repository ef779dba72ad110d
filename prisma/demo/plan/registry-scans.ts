import type { Clock } from "../clock";
import { tagAt } from "../company/workload";
import { grypeImage } from "../write/grype";
import { imageVersion } from "../write/image-version";
import type { DemoReport } from "./report";
import { daysOf } from "./rhythm";
import { clusterOf } from "./sources";

/** Where the platform team's job looks what runs, and in which of the two weeks. */
const scanned: readonly [cluster: string, namespace: string, weekday: number][] = [
  ["checkout-prod", "checkout", 10],
  ["checkout-prod", "storefront", 3],
  ["logistics-prod", "dispatch", 8],
];

/** Every other week Grype looks at the images of some namespaces, which Trivy sees as well. */
export const registryScans = (clock: Clock): DemoReport[] =>
  scanned.flatMap(([slug, namespace, weekday]) => {
    const containers = clusterOf(slug)
      .workloads.filter((one) => one.namespace === namespace)
      .flatMap((one) => one.containers[0] ?? []);
    const own = containers.filter(({ image }) => !/^[^/]+\.[^/]+\//.test(image));
    return daysOf({ weekday, weekly: "every other", first: 88 }).flatMap((ago) =>
      own.map((container): DemoReport => {
        const at = clock.at(ago, 22);
        const version = imageVersion(container.image, tagAt(container, ago));
        return {
          ...{ at, ago, cluster: null, fileName: `grype-${container.name}-${version.tag}.json`, options: {} },
          body: () => `${JSON.stringify(grypeImage(version, ago, at))}\n`,
        };
      }),
    );
  });
