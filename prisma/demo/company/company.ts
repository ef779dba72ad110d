import { checkoutProd } from "./cluster-checkout-prod";
import { dev } from "./cluster-dev";
import { drOnprem } from "./cluster-dr-onprem";
import { edgeNorth } from "./cluster-edge-north";
import { edgeOnprem } from "./cluster-edge-onprem";
import { euBatch } from "./cluster-eu-batch";
import { identityProd } from "./cluster-identity-prod";
import { logisticsProd } from "./cluster-logistics-prod";
import { mlGpu } from "./cluster-ml-gpu";
import { paymentsVault } from "./cluster-payments-vault";
import { searchProd } from "./cluster-search-prod";
import { shopUs } from "./cluster-shop-us";
import { staging } from "./cluster-staging";
import { type ImageLine, registry } from "./image";
import { moreImages } from "./images-more";
import { ownImages } from "./images-own";
import { publicImages } from "./images-public";

export const clusters = [
  ...[checkoutProd, shopUs, paymentsVault, identityProd, logisticsProd, searchProd, euBatch, mlGpu],
  ...[edgeOnprem, edgeNorth, drOnprem, staging, dev],
];

export const allImages = [...ownImages, ...moreImages, ...publicImages];
const images = new Map<string, ImageLine>(allImages.map((line) => [line.repository, line]));

/** @param name as workloads name it: `checkout/cart-api`, `docker.io/library/redis` */
export function imageLine(name: string): ImageLine {
  const line = images.get(name) ?? images.get(`${registry}/${name}`);
  if (!line) throw new Error(`no image ${name}`);
  return line;
}
