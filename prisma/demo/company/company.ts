import { checkoutProd } from "./cluster-checkout-prod";
import { edgeOnprem } from "./cluster-edge-onprem";
import { euBatch } from "./cluster-eu-batch";
import { staging } from "./cluster-staging";
import { type ImageLine, registry } from "./image";
import { ownImages } from "./images-own";
import { publicImages } from "./images-public";

export const clusters = [checkoutProd, euBatch, edgeOnprem, staging];

const images = new Map<string, ImageLine>([...ownImages, ...publicImages].map((line) => [line.repository, line]));

/** @param name as workloads name it: `checkout/cart-api`, `docker.io/library/redis` */
export function imageLine(name: string): ImageLine {
  const line = images.get(name) ?? images.get(`${registry}/${name}`);
  if (!line) throw new Error(`no image ${name}`);
  return line;
}
