import type { CronItem, TaskList } from "graphile-worker";
import type { Pool } from "pg";
import { deliverLane, sweepLanes } from "../../services/notice/deliver";
import { sendDigests } from "../../services/notice/digest";
import { dispatchNotices } from "../../services/notice/dispatch";
import { forgetNotices } from "../../services/notice/forget";
import { pollTickets, pullTicket } from "../../services/ticket/poll";
import { syncTicket } from "../../services/ticket/sync";
import type { Jobs } from "../enqueue";
import { inPresent } from "./in-present";

/** When rounds are made, whatever became of the jobs that came with events. */
export const noticeRounds: readonly CronItem[] = [
  { task: "sweep-notices", match: "* * * * *" },
  { task: "send-digests", match: "*/5 * * * *" },
  { task: "forget-notices", match: "25 3 * * *" },
  { task: "poll-tickets", match: "*/5 * * * *" },
];

/** Tasks of notices and tickets; payloads are those of lib/jobs/enqueue.ts. */
export function noticeTasks(pool: Pool): TaskList {
  return {
    "dispatch-notices": () => dispatchNotices(pool),
    "deliver-notices": (payload) => deliverLane(pool, (payload as Jobs["deliver-notices"]).lane),
    "sweep-notices": async () => {
      await dispatchNotices(pool);
      await sweepLanes(pool);
    },
    "send-digests": inPresent(pool, () => sendDigests(pool)),
    "forget-notices": () => forgetNotices(pool),
    "sync-ticket": (payload) => syncTicket(pool, (payload as Jobs["sync-ticket"]).remediationId),
    "pull-ticket": (payload) => {
      const { integrationId, ...ref } = payload as Jobs["pull-ticket"];
      return pullTicket(pool, integrationId, ref);
    },
    "poll-tickets": () => pollTickets(pool),
  };
}
