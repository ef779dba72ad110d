import { parseImageReference } from "../../domain/identity/image-reference";
import type { ResultClass } from "../../domain/vocabulary";
import type { AssetRef, ImageRef, ImportOptions } from "../types";
import { metadataImage } from "./artifact";
import { isObject, type Json, textOf, wrong } from "./guards";
import { imageOf, kubernetesObject } from "./option-asset";
import { splitSystemTarget } from "./package-location";

const rbacKinds = /^(Cluster)?Role(Binding)?$/;

/** One resource of `trivy k8s`: an object of the cluster, and the images that it runs. */
export class Resource {
  readonly asset: AssetRef;
  readonly label: string;
  /** First line of what went wrong; "" when nothing did. */
  readonly error: string;
  /** Class of its checks. */
  readonly checkClass: ResultClass;
  private readonly images: ImageRef[];
  private image: ImageRef | null = null;

  constructor(head: Json, options: ImportOptions, where: string) {
    const kind = textOf(head.Kind);
    const name = textOf(head.Name);
    if (kind === "") throw wrong("the Kind of a resource", head.Kind, `${where}.Kind`);
    if (name === "") throw wrong("the Name of a resource", head.Name, `${where}.Name`);
    const namespace = textOf(head.Namespace);
    this.asset = kubernetesObject(kind, namespace || (options.namespace ?? ""), name);
    this.label = [kind, namespace, name].filter(Boolean).join("/");
    this.error = textOf(head.Error).split("\n")[0]?.slice(0, 300) ?? "";
    this.checkClass = rbacKinds.test(kind) ? "rbac" : this.asset.kind === "node" ? "infra" : "misconfiguration";
    const metadata = Array.isArray(head.Metadata) ? head.Metadata : [];
    this.images = metadata.flatMap((one) => (isObject(one) ? (metadataImage(one) ?? []) : []));
  }

  /**
   * The asset of a result: checks are about the object; packages and secrets are in an image, which the target of a
   * system result names, else the metadata. Where neither does (a distroless image in a report before 0.37), the
   * object itself stands for it.
   */
  assetOf(resultClass: ResultClass): AssetRef {
    if (resultClass === "misconfiguration" || this.asset.kind !== "workload") return this.asset;
    return this.image ?? (this.images.length === 1 ? (this.images[0] as ImageRef) : this.asset);
  }

  /** Results of one image follow one another, that of its system first. */
  see(target: string): void {
    const system = splitSystemTarget(target);
    const named = system && parseImageReference(system.name);
    if (!named) return;
    const known = this.images.find(
      (i) => i.repository === named.repository && (!named.tag || !i.tag || i.tag === named.tag),
    );
    this.image = known ?? imageOf(system.name) ?? this.image;
  }

  /** Where an image of this resource runs; null when the resource runs nothing. */
  get runner(): (AssetRef & { kind: "workload" }) | null {
    return this.asset.kind === "workload" && !("object" in this.asset) ? this.asset : null;
  }
}
