import type { Pool } from "pg";
import { isPastComingIn } from "../../services/setting/demo";

/** A task that goes by the clock: none while sample data tells of a past, whose days bring what time alone brings. */
export const inPresent = (pool: Pool, work: () => Promise<unknown>) => async (): Promise<void> => {
  if (!(await isPastComingIn(pool))) await work();
};
