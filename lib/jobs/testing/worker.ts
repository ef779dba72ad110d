import { openPool } from "../../db/pool";
import { startWorker } from "../worker";

/** A worker of its own process, to be killed by a test. Says `ready` once it takes jobs. */
const pool = openPool(process.env.DATABASE_URL ?? "");
await startWorker({ pool, concurrency: 2 });
process.stdout.write("ready\n");
