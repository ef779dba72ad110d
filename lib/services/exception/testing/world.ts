import type { UserActor } from "@/lib/authz/actor";
import type { ExceptionCreate } from "@/lib/client/contract/exception";
import { pool } from "@/lib/db/pool";
import type { ImageRef, InventoryItem } from "@/lib/importers/types";
import { mergeReports } from "@/lib/ingest/merge";
import { forgetRules } from "@/lib/ingest/rules";
import { configuration, prepared, report, type Said } from "@/lib/ingest/testing/items";
import { makePerson } from "../../testing/people";

export const CVE = "CVE-2026-1000";
export const IMAGE = "docker.io/acme/web";
export const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n, 6));

/** Cluster east: `web` runs in the namespaces of two teams, from one image. */
export interface World {
  admin: UserActor;
  sara: UserActor;
  sam: UserActor;
  manager: UserActor;
  /** Developers of the teams `shop` and `bank`. */
  shop: UserActor;
  bank: UserActor;
  /** `web` of the namespaces runs this version of the image. */
  runs(at: Date, version: number, namespaces?: readonly string[]): Promise<void>;
  /** A complete scan of a version. */
  scan(at: Date, version: number, says: Said[], repository?: string): Promise<void>;
}

/** A version of an image as a tool names it. */
export const versionOf = (repository: string, version: number): ImageRef => ({
  ...{ kind: "image", repository, tag: `v${version}`, digests: [`sha256:${String(version).repeat(64).slice(0, 64)}`] },
});

/** On an empty database. */
export async function makeWorld(): Promise<World> {
  forgetRules(pool());
  const made = async (text: string, values: unknown[] = []) =>
    (await pool().query<{ id: number }>(`${text} RETURNING id`, values)).rows[0]?.id ?? 0;
  const cluster = { id: await made("INSERT INTO cluster (slug, name) VALUES ('east', 'East')"), slug: "east" };
  const people: UserActor[] = [];
  for (const slug of ["shop", "bank"]) {
    const team = await made("INSERT INTO team (slug, name) VALUES ($1, upper($1))", [slug]);
    await made("INSERT INTO ownership_rule (priority, team_id, namespace) VALUES (1, $1, $2)", [team, slug]);
    people.push((await makePerson("devops", [{ team }])).actor);
  }
  const [shop, bank] = people as [UserActor, UserActor];
  let reports = 0;
  const merge = async (one: Parameters<typeof mergeReports>[1][number]) => {
    const client = await pool().connect();
    await mergeReports({ pool: pool(), client }, [one], async () => {}).finally(() => client.release());
  };
  return {
    ...{ admin: (await makePerson("admin")).actor, manager: (await makePerson("manager")).actor, shop, bank },
    ...{ sara: (await makePerson("security")).actor, sam: (await makePerson("security")).actor },
    async runs(at, version, namespaces = ["shop", "bank"]) {
      const items: InventoryItem[] = namespaces.map((namespace) => ({
        ...{ type: "inventory", item: "workload", namespace, name: "web", workloadKind: "Deployment" },
        ...{ labels: {}, podLabels: {}, running: true, serviceAccount: null },
        images: [{ container: "c", image: versionOf(IMAGE, version), init: false }],
      }));
      await merge(prepared(await configuration(items, ["workload"]), cluster, at.toISOString(), String(++reports)));
    },
    async scan(at, version, says, repository = IMAGE) {
      const collected = await report([{ target: versionOf(repository, version), says }]);
      await merge(prepared(collected, cluster, at.toISOString(), String(++reports), { force: true }));
    },
  };
}

/** A request: by default that the risk of the flaw in the image is accepted in namespace shop. */
export const asked = (
  scope: Partial<ExceptionCreate["scope"]> = {},
  rest: Partial<ExceptionCreate> = {},
): ExceptionCreate => ({
  ...{ kind: "accepted", reason: "not reachable", links: [], days: 90 },
  ...rest,
  scope: { rule: CVE, asset: { name: IMAGE }, cluster: "east", namespace: "shop", ...scope },
});
