import { join } from "node:path";
import { withLock } from "../../db/embedded/lock.mjs";
import { buildPages, pagesAreBuilt } from "./build.mjs";
import { dependenciesAreThere, installDependencies } from "./dependencies.mjs";
import { clientIsGenerated, generateClient } from "./generate.mjs";
import { say } from "./say.mjs";

/**
 * What has to be there before a command can run. `development`: linter, test runners, browser driver. `pages`: the
 * production build. `test` builds by itself, as one of its reported steps.
 * @type {Record<string, { development: boolean, pages: boolean }>}
 */
export const needs = {
  demo: { development: false, pages: true },
  start: { development: false, pages: true },
  worker: { development: false, pages: false },
  parapet: { development: false, pages: false },
  bench: { development: false, pages: false },
  check: { development: true, pages: false },
  test: { development: true, pages: false },
};

/**
 * Does all set-up that a command needs and that is not done yet.
 * @param {string} root the clone
 * @param {{ development: boolean, pages: boolean }} need
 */
export async function prepare(root, need) {
  const ready = () =>
    dependenciesAreThere(root, need.development) && clientIsGenerated(root) && (!need.pages || pagesAreBuilt(root));
  if (ready()) return;

  const waiting = () => say("Another command is setting up this clone; waiting for it …");
  await withLock(join(root, ".cache/setup.lock"), waiting, async () => {
    if (!dependenciesAreThere(root, need.development)) await installDependencies(root);
    if (!clientIsGenerated(root)) await generateClient(root);
    if (need.pages && !pagesAreBuilt(root)) await buildPages(root);
  });
}
