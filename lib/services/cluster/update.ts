import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import { enqueueDue } from "@/lib/jobs/enqueue";
import { unchanged, write } from "../audit/write";

interface Fields {
  name: string;
  environment: string;
  criticality: number;
}

export async function updateCluster(actor: Actor, slug: string, request: Partial<Fields>): Promise<void> {
  authorize(actor, "clusters.manage");
  await write(actor, async (client, note) => {
    const { rows } = await client.query<Fields>(
      "SELECT name, environment, criticality / 10.0::float8 AS criticality FROM cluster WHERE slug = $1 FOR UPDATE",
      [slug],
    );
    const before = rows[0];
    if (!before) throw notFound("This cluster");
    const stated = Object.entries(request).filter(([, value]) => value !== undefined);
    const after: Fields = { ...before, ...Object.fromEntries(stated) };
    const changed = (["name", "environment", "criticality"] as const).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return unchanged(undefined);
    await client.query("UPDATE cluster SET name = $2, environment = $3, criticality = $4 WHERE slug = $1", [
      slug,
      after.name,
      after.environment,
      Math.round(after.criticality * 10),
    ]);
    // Totals are kept by weight.
    if (changed.includes("criticality"))
      await client.query(
        "INSERT INTO day_touched (day) SELECT DISTINCT day FROM posture_day; SELECT posture_total_up()",
      );
    if (changed.includes("environment")) await enqueueDue(client, actorUserId(actor));
    const detail = Object.fromEntries(changed.map((key) => [key, { before: before[key], after: after[key] }]));
    note({ action: "cluster.update", target: `cluster:${slug}`, detail });
  });
}
