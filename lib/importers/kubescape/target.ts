import { type Artifact, artifactOf } from "../trivy/artifact";
import { isObject, type Json, textOf } from "../trivy/guards";
import type { ImportOptions } from "../types";
import type { Run } from "./run";

/** Repositories by the names that Kubescape gives their hosts. */
const hosts: Record<string, string> = { github: "github.com", gitlab: "gitlab.com", bitbucket: "bitbucket.org" };

/** Where the scanned files are from; null when it was a cluster that was scanned. */
export function filesOf(run: Run, options: ImportOptions): Artifact | null {
  const metadata = isObject(run.head.metadata) ? run.head.metadata : {};
  const target = isObject(metadata.targetMetadata) ? metadata.targetMetadata : {};
  const scan = isObject(metadata.scanMetadata) ? metadata.scanMetadata : {};
  const context = (key: string): Json => (isObject(target[key]) ? target[key] : {});
  const git = context("gitRepoContextMetadata");
  const remote = remoteOf(git);
  const path = [
    git.localRootPath,
    context("directoryContextMetadata").basePath,
    context("fileContextMetadata").filePath,
    context("helmContextMetadata").chartName,
  ]
    .map(textOf)
    .find((one) => one !== "");
  // 0 is a cluster; 1 to 4 are a file, a repository, a checkout and a directory.
  const scannedFiles = typeof scan.scanningTarget === "number" && scan.scanningTarget > 0;
  if (!run.fromFiles && !scannedFiles && remote === "" && path === undefined) return null;
  const artifact = artifactOf(
    {
      ArtifactName: remote || path || "",
      ArtifactType: remote || path ? "filesystem" : "",
      Metadata: remote === "" ? {} : { RepoURL: remote },
    },
    options,
  );
  if (artifact.target !== null) return artifact;
  const warning = "files were scanned, and the report doesn't name their repository; give it with --repository";
  return { ...artifact, label: path ?? "scanned files", warning };
}

function remoteOf(git: Json): string {
  const url = textOf(git.remoteURL);
  const host = hosts[textOf(git.provider).toLowerCase()];
  const [owner, name] = [textOf(git.owner), textOf(git.repo)];
  return url !== "" || !host || owner === "" || name === "" ? url : `https://${host}/${owner}/${name}`;
}
