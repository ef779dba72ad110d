import { afterAll, beforeAll, expect, it } from "vitest";
import { type Harness, harness } from "./testing/harness";
import { prepared, report } from "./testing/items";

let h: Harness;
beforeAll(async () => {
  h = await harness();
});
afterAll(() => h.close());

const image = { kind: "image" as const, repository: "docker.io/library/a", tag: "1", digests: ["sha256:aa"] };

it("makes findings of a report, and nothing of its repetition", async () => {
  const cluster = await h.cluster("c1");
  const says = [{ rule: "CVE-2026-1" }, { rule: "CVE-2026-2", severity: "critical" as const }];
  const one = async (at: string) =>
    (await h.merge([prepared(await report([{ target: image, says }]), cluster, at, h.nextReport())]))[0];
  expect(await one("2026-01-01T00:00:00.000Z")).toMatchObject({ created: 2, closed: 0, unchanged: 0 });
  expect(await one("2026-01-02T00:00:00.000Z")).toMatchObject({ created: 0, closed: 0, updated: 0, unchanged: 2 });
});
