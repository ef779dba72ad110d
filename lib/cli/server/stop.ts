import { say } from "../setup/say.mjs";

/** npm passes a terminal's Ctrl-C on, so one key press arrives twice within moments. */
const samePressMs = 1_000;

/** Ends the wait when the npm that started this process was killed: nobody could stop it with Ctrl-C any more. */
function watchParent(onGone: () => void): () => void {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 500);
  return () => clearInterval(timer);
}

/**
 * Waits for Ctrl-C, a termination signal or the end of the parent. A second signal ends the process at once, leaving
 * the database to its watchdog.
 */
export function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt = 0;
    const unwatch = watchParent(() => ask("the starting process is gone"));
    const ask = (why: string) => {
      if (askedAt === 0) {
        askedAt = Date.now();
        unwatch();
        say(`Stopping (${why}) …`);
        resolve();
      } else if (Date.now() - askedAt > samePressMs) {
        process.exit(130);
      }
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ask(signal));
  });
}
