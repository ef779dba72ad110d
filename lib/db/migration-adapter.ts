import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";

/**
 * Prisma's adapter for `pg`, made fit for migrations that hold functions:
 * it cuts scripts at every semicolon, which breaks function bodies, and runs the pieces one by one. Here a script
 * goes to the server whole, as one simple query, which PostgreSQL runs as one transaction: all of it or nothing.
 */
export class MigrationAdapter extends PrismaPg {
  readonly #pool: pg.Pool;

  constructor(connectionString: string) {
    // The engine never closes its pool: let the process end all the same.
    const pool = new pg.Pool({ connectionString, idleTimeoutMillis: 100, allowExitOnIdle: true });
    super(pool);
    this.#pool = pool;
  }

  override async connect() {
    const adapter = await super.connect();
    return Object.assign(adapter, {
      executeScript: async (script: string) => {
        try {
          await this.#pool.query(script);
        } catch (error) {
          const { code = "XX000", message, severity = "ERROR", detail, hint, column } = error as pg.DatabaseError;
          throw new DriverAdapterError({ kind: "postgres", code, message, severity, detail, hint, column });
        }
      },
    });
  }
}
