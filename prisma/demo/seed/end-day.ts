import { age } from "@/lib/services/finding/quiet";
import { refreshUnits } from "@/lib/services/posture/refresh-units";
import { mergeSame } from "@/lib/services/rule/merge-same";
import type { Clock } from "../clock";
import { exceptionsOf } from "./exceptions";
import type { FeedContext } from "./feed";
import { remediationsOf } from "./remediations";
import { workOf } from "./work";

/**
 * What a day brings beside its reports: what is learnt of names, what people take up, what falls quiet or stale. All of
 * it carries the day's own time. Then the day is kept. May be repeated.
 * @param slugs clusters that sent something on that day
 */
export async function endDay(context: FeedContext, ago: number, slugs: Set<string>, clock: Clock): Promise<void> {
  const { pool, clusters } = context;
  await mergeSame(pool, clock.at(ago, 23.8));
  await workOf(pool, ago, clock);
  await remediationsOf(pool, ago, clock);
  await exceptionsOf(pool, ago, clock);
  await age(pool, clock.endOf(ago));
  for (const [slug, id] of clusters) if (slugs.has(slug)) await refreshUnits(pool, id, clock.endOf(ago));
  await refreshUnits(pool, 0, clock.endOf(ago));
}
