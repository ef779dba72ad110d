/** The commands of `package.json`; each returns its exit code. Loaded when asked for, so that the CLI starts fast. */
const scripts: Record<string, (args: string[]) => Promise<number>> = {
  demo: async () => (await import("./commands/demo")).demo(),
  start: async () => (await import("./commands/serve")).start(),
  worker: async () => (await import("./commands/worker")).worker(),
  check: async () => (await import("./commands/check")).check(),
  test: async () => (await import("./commands/test")).test(),
  bench: async (args) => (await import("./commands/bench")).bench(args),
  parapet: async (args) => (await import("./commands/parapet")).parapet(args),
};

/**
 * Runs one of the commands and leaves its exit code with the process.
 * @param script name as in `package.json`
 */
export async function main(script: string, args: string[]): Promise<void> {
  const command = scripts[script];
  if (!command) throw new Error(`no command ${script}`);
  process.exitCode = await command(args);
  // A library's idle timer must not keep a stopped server alive; the CLI ends by itself once its output is flushed.
  if (script !== "parapet") process.exit();
}
