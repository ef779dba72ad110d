import { describe, expect, it } from "vitest";
import { artifactOf, metadataImage, repositoryName } from "./artifact";

const digest = `sha256:${"1".repeat(64)}`;
const id = `sha256:${"2".repeat(64)}`;

describe("metadataImage", () => {
  it("takes tag and digests of one repository", () => {
    const metadata = {
      ImageID: id,
      RepoTags: ["mirror.example.com/nginx:1", "nginx:1.25"],
      RepoDigests: [`mirror.example.com/nginx@sha256:${"3".repeat(64)}`, `nginx@${digest}`],
    };
    const image = { kind: "image", repository: "docker.io/library/nginx", tag: "1.25", digests: [digest], imageId: id };
    expect(metadataImage(metadata, "nginx:1.25")).toEqual(image);
    expect(metadataImage(metadata, "nginx")).toEqual(image);
    expect(metadataImage(metadata)).toMatchObject({ repository: "mirror.example.com/nginx", tag: "1" });
  });

  it("knows nothing of a file system", () => {
    expect(metadataImage({ ImageConfig: { architecture: "" } })).toBeNull();
    expect(metadataImage({ RepoTags: [""], RepoDigests: [null, 5] })).toBeNull();
  });
});

describe("artifactOf", () => {
  const artifact = (ArtifactName: string, ArtifactType: string, Metadata: object = {}, options = {}) =>
    artifactOf({ ArtifactName, ArtifactType, Metadata }, options).target;

  it("reads an image by its name, never inventing a tag", () => {
    expect(artifact("nginx:1", "container_image")).toMatchObject({ repository: "docker.io/library/nginx", tag: "1" });
    expect(artifact("nginx", "container_image")).toBeNull();
    expect(artifact("nginx", "container_image", { ImageID: id })).toMatchObject({ imageId: id });
  });

  it("doesn't take the path of an archive for a name", () => {
    const path = "build/app.tar.gz";
    expect(artifact(path, "container_image", { ImageID: id })).toBeNull();
    const named = artifact(path, "container_image", { ImageID: id }, { image: "shop/web:2" });
    expect(named).toEqual({ kind: "image", repository: "docker.io/shop/web", tag: "2", imageId: id });
  });

  it.each([
    ["https://github.com/Example/App", "github.com/Example/App"],
    ["github.com/example/app", "github.com/example/app"],
  ])("reads a repository by its address: %s", (name, expected) => {
    expect(artifact(name, "repository")).toEqual({ kind: "repository", name: expected });
  });

  it("prefers the remote to the directory", () => {
    const metadata = { RepoURL: "git@github.com:example/app.git" };
    expect(artifact("/workspace", "repository", metadata)).toEqual({
      kind: "repository",
      name: "github.com/example/app",
    });
  });

  it.each([".", "/", "", "/workspace", "./src/", "C:\\build"])("takes %j for nobody's name", (name) => {
    expect(artifact(name, "filesystem")).toBeNull();
    expect(artifact(name, "filesystem", {}, { repository: "a/b" })).toEqual({ kind: "repository", name: "a/b" });
  });

  it("takes any other path for a weak name, and says so", () => {
    const { target, warning } = artifactOf({ ArtifactName: "./services/pay/", ArtifactType: "filesystem" }, {});
    expect(target).toEqual({ kind: "repository", name: "services/pay" });
    expect(warning).toMatch(/give --repository/);
  });

  it("asks whose a root file system is", () => {
    const metadata = { OS: { Family: "debian", Name: "12" } };
    expect(artifact("/mnt/disk", "filesystem", metadata)).toBeNull();
    expect(artifact("/mnt/disk", "filesystem", metadata, { node: "n1" })).toEqual({ kind: "node", name: "n1" });
    expect(artifact("disk.vmdk", "vm", {}, { node: "n1" })).toEqual({ kind: "node", name: "n1" });
  });
});

it.each([
  ["https://user:token@GitHub.com/a/b.git", "github.com/a/b"],
  ["ssh://git@host.example:2222/a/b", "host.example:2222/a/b"],
  ["git@host.example:a/b.git", "host.example/a/b"],
  ["a/b", "a/b"],
])("repositoryName %s", (address, expected) => expect(repositoryName(address)).toBe(expected));
