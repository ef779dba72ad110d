import type { OwnershipRuleWrite } from "@/lib/client/contract/admin";
import { registry } from "./image";
import { teams } from "./people";

export const teamLabel = "northgate.example/team";
export const sourceHost = "git.northgate.example";

/** Clusters of which the platform team answers for what nobody else has. */
const withPlatform = [
  ...["checkout-prod", "shop-us", "payments-vault", "identity-prod", "logistics-prod", "search-prod"],
  ...["eu-batch", "ml-gpu", "staging", "dev", "dr-onprem"],
];

/** The vendor's namespace on the edge has no label and matches nothing: it is unowned on purpose. */
export const ownershipRules: OwnershipRuleWrite[] = [
  ...teams.map(({ slug }) => ({ priority: 10, team: slug, labelKey: teamLabel, labelValue: slug })),
  { priority: 20, team: "platform", labelKey: "kubernetes.io/hostname" },
  ...withPlatform.map((cluster) => ({ priority: 90, team: "platform", cluster })),
  ...teams.flatMap(({ slug }) => [
    { priority: 50, team: slug, image: `${registry}/${slug}/*` },
    { priority: 50, team: slug, repository: `${sourceHost}/${slug}/*` },
  ]),
];
