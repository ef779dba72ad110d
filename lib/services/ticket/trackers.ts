import type { Stored } from "../integration/store";
import { githubTracker } from "./github/tracker";
import type { Tracker } from "./tracker";

/** The tracker behind an integration. A second kind of tracker has its line here. */
export function trackerOf(integration: Stored<"github">): Tracker {
  return githubTracker(integration);
}
