import { openHastyPool, openPool } from "../../db/pool";
import { queueConnections, startWorker } from "../worker";

/** A worker of its own process, to be killed by a test. Says `ready` once it takes jobs. */
const pool = openPool(process.env.DATABASE_URL ?? "");
const concurrency = 2;
await startWorker({ pool, queue: openHastyPool(pool, queueConnections(concurrency)), concurrency });
process.stdout.write("ready\n");
