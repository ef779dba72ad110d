import pg from "pg";

// 64-bit integers: counts and sums of findings fit a double; finding ids and hashes are asked for as text.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

const globals = globalThis as typeof globalThis & { parapetPool?: pg.Pool };

/** The one pool of the process: Prisma, graphile-worker and our own SQL share it. Opened at first use. */
export function pool(): pg.Pool {
  if (!globals.parapetPool) {
    const connectionString = process.env.DATABASE_URL;
    if (!connectionString) throw new Error("DATABASE_URL is not set: start through `npm start` or `npm run demo`");
    globals.parapetPool = openPool(connectionString);
  }
  return globals.parapetPool;
}

export function openPool(connectionString: string, more: pg.PoolConfig = {}): pg.Pool {
  const opened = new pg.Pool({
    connectionString,
    max: Number(process.env.PARAPET_POOL ?? 20),
    application_name: "parapet",
    ...more,
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  opened.on("error", () => {});
  opened.on("connect", (client) => client.on("error", () => {}));
  return opened;
}

/**
 * Connections to the same database whose commits don't wait for the disk: should the server crash, what they wrote in its
 * last moments may be forgotten. For bookkeeping that is made good then, as jobs that were taken or are done.
 */
export function openHastyPool({ options }: pg.Pool, max: number): pg.Pool {
  return openPool(options.connectionString as string, {
    max,
    onConnect: async (client) => {
      await client.query("SET synchronous_commit = off");
    },
  });
}

export async function closePool(): Promise<void> {
  const opened = globals.parapetPool;
  globals.parapetPool = undefined;
  await opened?.end();
}
