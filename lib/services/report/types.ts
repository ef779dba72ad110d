import type { Prepared } from "../../ingest/merge";
import type { Claimed } from "./claim";

/** A report that was parsed and waits for its merge. `started`: epoch milliseconds. */
export interface Ready {
  prepared: Prepared;
  report: Claimed;
  started: number;
}
