import { age } from "@/lib/services/finding/quiet";
import { sendDigests } from "@/lib/services/notice/digest";
import { refreshUnits } from "@/lib/services/posture/refresh-units";
import { mergeSame } from "@/lib/services/rule/merge-same";
import type { Clock } from "../clock";
import { mornings } from "../company/notices";
import { exceptionsOf } from "./exceptions";
import type { FeedContext } from "./feed";
import { remediationsOf } from "./remediations";
import { workOf } from "./work";

/**
 * What a day brings beside its reports: what is learnt of names, what people take up, what falls quiet or stale, and the
 * digests of the last days. All of it carries the day's own time. Then the day is kept. May be repeated.
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
  // What came on the day is told the next morning; of today tomorrow, by the job.
  if (ago > 0 && ago <= mornings + 1) await sendDigests(pool, clock.at(ago - 1, 8));
}
