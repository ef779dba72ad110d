import type { Clock } from "../clock";
import { tagAt } from "../company/workload";
import { cycloneDxImage } from "../write/cyclonedx";
import { grypeImage } from "../write/grype";
import { type ImageVersion, imageVersion } from "../write/image-version";
import type { DemoReport } from "./report";
import { daysOf } from "./rhythm";
import { clusterOf } from "./sources";

interface Job {
  cluster: string;
  namespace: string;
  /** Of two weeks. */
  weekday: number;
  prefix: string;
  extension: string;
  write(version: ImageVersion, ago: number, at: Date): object;
}

const grype = { prefix: "grype", extension: "json", write: grypeImage };
const bill = { prefix: "bom", extension: "cdx.json", write: cycloneDxImage };

/** Jobs that look at what runs, every other week: the platform team's, and the bills of materials that auditors want. */
const jobs: Job[] = [
  { cluster: "checkout-prod", namespace: "checkout", weekday: 10, ...grype },
  { cluster: "checkout-prod", namespace: "storefront", weekday: 3, ...grype },
  { cluster: "logistics-prod", namespace: "dispatch", weekday: 8, ...grype },
  { cluster: "payments-vault", namespace: "vault", weekday: 5, ...bill },
  { cluster: "payments-vault", namespace: "settlement", weekday: 12, ...bill },
];

/** Images that the operator sees as well, each in a file of its own. */
export const registryScans = (clock: Clock): DemoReport[] =>
  jobs.flatMap(({ cluster, namespace, weekday, prefix, extension, write }) => {
    const containers = clusterOf(cluster)
      .workloads.filter((one) => one.namespace === namespace)
      .flatMap((one) => one.containers[0] ?? []);
    const own = containers.filter(({ image }) => !/^[^/]+\.[^/]+\//.test(image));
    return daysOf({ weekday, weekly: "every other", first: 88 }).flatMap((ago) =>
      own.map((container): DemoReport => {
        const at = clock.at(ago, 22);
        const version = imageVersion(container.image, tagAt(container, ago));
        const fileName = `${prefix}-${container.name}-${version.tag}.${extension}`;
        const body = () => `${JSON.stringify(write(version, ago, at))}\n`;
        return { at, ago, cluster: null, fileName, options: {}, body };
      }),
    );
  });
