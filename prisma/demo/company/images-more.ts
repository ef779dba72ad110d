import type { Level } from "../facts/package-line";
import { type ImageLine, image } from "./image";
import {
  alpine,
  debian,
  distroless,
  go,
  goService,
  java,
  nextApp,
  node,
  nodeApi,
  nodeTools,
  python,
  pythonApi,
  pythonData,
  type Stack,
  springApi,
  streamJava,
} from "./stacks";

/** Ways in which a team builds its images: all of one way have the same packages. */
const ways: Readonly<Record<string, () => Stack[]>> = {
  spring: () => [distroless(), java(springApi)],
  kafka: () => [debian("curl"), java(`${springApi} ${streamJava}`)],
  go: () => [distroless(), go(goService)],
  token: () => [distroless(), go(`${goService} github.com/golang-jwt/jwt/v4`)],
  node: () => [alpine(), node(`${nodeApi} ${nodeTools}`)],
  next: () => [alpine(), node(nextApp)],
  python: () => [alpine("libpq"), python(pythonApi)],
  data: () => [debian("curl libkrb5-3 libsqlite3-0"), python(`${pythonData} cryptography`)],
  gpu: () => [
    debian("curl git openssh-client libsqlite3-0 libxml2 libexpat1"),
    python(`${pythonData} torch scikit-learn Pillow Jinja2 cryptography`),
  ],
};

/** @param tags each with the age of all its packages: `2.1.0=3 2.2.0=5` */
function made(name: string, way: keyof typeof ways, tags: string): ImageLine {
  const stacks = ways[way]?.() ?? [];
  const levels = tags.split(" ").map((one) => {
    const [tag = "", level] = one.split("=");
    return [tag, stacks.map(() => Number(level) as Level)] as const;
  });
  return image(name, stacks, Object.fromEntries(levels));
}

/** What the newer teams build, each in one of a few ways. */
export const moreImages: ImageLine[] = [
  made("identity/login", "spring", "6.1.0=4 6.2.0=5"),
  made("identity/accounts", "spring", "3.8.1=4 3.9.0=5"),
  made("identity/token-service", "token", "2.5.0=4 2.6.0=5"),
  made("identity/mfa", "go", "1.7.2=4 1.8.0=5"),
  made("identity/consent", "node", "1.3.0=4 1.4.0=5"),
  made("identity/session-store", "go", "0.9.4=5"),
  made("identity/profile-web", "next", "2.0.3=4 2.1.0=5"),
  made("identity/audit-export", "python", "1.0.2=5"),

  made("payments/card-vault", "go", "5.2.0=4 5.3.0=5"),
  made("payments/tokeniser", "go", "3.1.4=5"),
  made("payments/hsm-proxy", "go", "1.4.0=4 1.4.1=5"),
  made("payments/settlement", "spring", "2.9.0=3 2.10.0=5"),
  made("payments/chargebacks", "spring", "1.6.3=3 1.7.0=5"),

  made("logistics/route-planner", "spring", "2.2.0=3 2.3.0=4 2.4.0=1 2.4.1=5"),
  made("logistics/dispatch-api", "spring", "4.0.1=3 4.1.0=4"),
  made("logistics/parcel-tracker", "go", "1.11.0=3 1.12.0=5"),
  made("logistics/label-service", "node", "2.6.0=2 2.7.0=4"),
  made("logistics/warehouse-sync", "kafka", "3.0.4=2"),
  made("logistics/stock-ledger", "spring", "1.8.0=3 1.9.0=5"),
  made("logistics/carrier-gateway", "node", "5.0.0=3 5.1.2=4"),
  made("logistics/customs-docs", "python", "0.7.3=2"),
  made("logistics/eta-model", "data", "1.2.0=3"),
  made("logistics/returns-api", "go", "2.0.0=4 2.1.0=5"),
  made("logistics/driver-app-api", "node", "3.3.0=3 3.4.1=5"),
  made("logistics/yard-cameras", "data", "0.4.0=1"),
  made("logistics/slot-booking", "spring", "1.1.0=3 1.2.0=4"),

  made("search/query-api", "go", "7.1.0=4 7.2.0=5"),
  made("search/indexer", "kafka", "4.4.0=3 4.5.0=5"),
  made("search/suggest", "node", "2.8.0=4 2.9.0=5"),
  made("search/ranking", "data", "1.5.0=3 1.6.0=4"),
  made("search/synonyms", "python", "0.9.0=4"),
  made("web/recommendations", "data", "1.1.0=1 1.2.0=4 1.3.0=5"),
  made("web/recommendation-feed", "node", "0.8.0=1 0.9.0=4"),
  made("web/browse-history", "node", "1.0.4=1 1.1.0=4"),
  made("web/wishlists", "spring", "1.2.0=1 1.3.0=4"),

  made("ml/trainer", "gpu", "2.0.0=0 2.1.0=2 2.2.0=4"),
  made("ml/notebook-gpu", "gpu", "4.1.0=0 4.2.0=3"),
  made("ml/feature-builder", "data", "1.3.0=0 1.4.0=3 1.5.0=5"),
  made("ml/model-server", "python", "3.0.0=1 3.1.0=4 3.2.0=5"),
  made("ml/experiment-ui", "next", "0.6.0=1 0.7.0=4"),
  made("ml/label-studio", "data", "1.8.0=0 1.9.0=4"),
  made("ml/model-registry", "spring", "1.0.0=1 1.1.0=4"),
  made("ml/drift-monitor", "python", "0.3.0=4"),

  made("stores/till-gateway", "go", "1.9.0=2 1.10.0=4"),
  made("stores/loyalty-cards", "node", "2.2.0=1"),
  made("stores/shelf-labels", "node", "0.9.1=1"),
  made("stores/opening-hours", "python", "1.0.0=3"),
];
