import { assetKey } from "../../domain/identity/asset-key";
import type { AssetKind, ResultClass } from "../../domain/vocabulary";
import type { AssetRef, ImportOptions } from "../types";
import { type Artifact, artifactOf } from "./artifact";
import { bareListArtifact, bareListImage } from "./bare-list";
import { isoTime, type Json, textOf } from "./guards";
import type { Resource } from "./kubernetes";
import { Scope, type ScopeAbout, type Scopes } from "./scopes";

/** Keys of which a Trivy report has at least one: of an artifact, of a cluster, of a compliance run. */
const own = ["SchemaVersion", "ArtifactName", "ArtifactType", "ClusterName", "SummaryControls"];
export const hasReportKeys = (head: Json) =>
  own.some((key) => head[key] !== undefined) ||
  (head.ID !== undefined && head.Title !== undefined) ||
  head.Metadata !== undefined;

/** Finds the scope that an entry of one document belongs to. */
export class DocumentScopes {
  /** Images of a bare list, in the order of their results. */
  private readonly images: AssetRef[] = [];
  private readonly opened = new Set<Scope>();
  resource: Resource | null = null;
  /** `k8s-cis-1.23:5.2.7` within a compliance report. */
  control = "";
  target = "";

  constructor(
    readonly head: Json,
    private readonly options: ImportOptions,
    private readonly scopes: Scopes,
    private readonly warn: (message: string) => void,
    /** Of the first document, whose time the header has. */
    private readonly first: boolean,
  ) {}

  /** A result begins. */
  see(target: string, type: string): void {
    this.target = target;
    this.resource?.see(target);
    if (this.resource || this.control) return;
    const image = bareListImage(target, type);
    if (image && !this.images.some((known) => assetKey(known) === assetKey(image))) this.images.push(image);
  }

  /** What the report is about, as far as it is known: its header, else the images in the targets of its results. */
  get artifact(): Artifact {
    if (!hasReportKeys(this.head)) return bareListArtifact(this.images, this.options);
    const artifact = artifactOf(this.head, this.options);
    const named = artifact.target === null && textOf(this.head.ArtifactType) === "container_image";
    return named && this.images.length > 0 ? bareListArtifact(this.images, this.options) : artifact;
  }

  of(resultClass: ResultClass): Scope {
    const scope = this.control
      ? this.compliance()
      : this.resource
        ? this.ofResource(resultClass)
        : this.plain(resultClass);
    this.opened.add(scope);
    return scope;
  }

  /** Scopes of a class that this document opened. */
  all(resultClass: ResultClass): Scope[] {
    return [...this.opened].filter((scope) => scope.resultClass === resultClass);
  }

  private plain(resultClass: ResultClass): Scope {
    // A list that somebody put together of several images: what follows an image's system is that image's.
    const image = this.images.length > 1 && !hasReportKeys(this.head) ? this.images.at(-1) : undefined;
    const artifact = image ? () => ({ target: image, label: assetKey(image) }) : () => this.artifact;
    return this.scopes.named(`${resultClass}${image ? assetKey(image) : ""}`, () => {
      return new Scope(resultClass, this.options.profile ?? "", () => this.about(resultClass, artifact()));
    });
  }

  private ofResource(asked: ResultClass): Scope {
    const resource = this.resource as Resource;
    const target = resource.assetOf(asked);
    const resultClass = asked === "misconfiguration" ? resource.checkClass : asked;
    const label = target.kind === "image" ? assetKey(target).slice("image/".length) : resource.label;
    const scope = this.scopes.named(`${resultClass}\n${assetKey(target)}`, () => {
      return new Scope(resultClass, this.options.profile ?? "", () => this.about(resultClass, { target, label }));
    });
    if (target.kind === "image" && resource.runner) scope.place(resource.runner);
    if (resource.error) scope.notAll("the scan of this resource failed");
    return scope;
  }

  compliance(): Scope {
    const profile = [this.complianceArtifact.label, this.options.profile].filter(Boolean).join(",");
    return this.scopes.named("compliance", () => {
      return new Scope("compliance", profile, () => this.about("compliance", this.complianceArtifact));
    });
  }

  /** A compliance report names no artifact: a cluster by its benchmark, else what the caller says. */
  private get complianceArtifact(): Artifact {
    const label = textOf(this.head.ID) || "compliance";
    if (/^(k8s|eks|rke2|aks|gke|ocp)/.test(label)) return { target: { kind: "cluster" }, label };
    return { ...artifactOf({}, this.options), label };
  }

  /** What an artifact without a usable name is, at least. */
  private unnamedKind(resultClass: ResultClass): AssetKind {
    const type = textOf(this.head.ArtifactType);
    if (type === "aws_account" || resultClass === "compliance") return "cluster";
    return resultClass === "misconfiguration" || type === "filesystem" || type === "repository"
      ? "repository"
      : "image";
  }

  private about(resultClass: ResultClass, artifact: Artifact): ScopeAbout {
    if (artifact.warning) this.warn(artifact.warning);
    const { target, label } = artifact;
    const time = this.first ? {} : { observedAt: isoTime(this.head.CreatedAt) };
    return { target, label, assetKind: target?.kind ?? this.unnamedKind(resultClass), ...time };
  }
}
