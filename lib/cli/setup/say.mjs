/** Progress lines. They go to stderr, so that what a command prints on stdout stays data. */

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a long step between two lines, with a sign of life in between.
 * @template T
 * @param {string} title e.g. "Installing dependencies"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  say(`${title} …`);
  const alive = setInterval(() => say(`  still at it after ${seconds()} s`), 20_000);
  try {
    const result = await work();
    say(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(alive);
  }
}
