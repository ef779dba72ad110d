import { runningEmbedded, startEmbedded } from "@/lib/db/embedded/start";
import { migrate } from "@/lib/db/migrate";
import { dataDirectory, type InstanceName, instanceDirectory } from "../instance";
import { explain, SetupProblem } from "../setup/problem.mjs";
import { say } from "../setup/say.mjs";

/** The engine of migrations wraps what the database said in its own traces. */
const said = (text: string) => /ERROR: (.+)/.exec(text)?.[1] ?? text;

const asProblem = (error: unknown, before: string): SetupProblem => {
  if (error instanceof SetupProblem) return error;
  const message = explain(error, "keep the database") ?? said(error instanceof Error ? error.message : String(error));
  return new SetupProblem(`${before}: ${message}`);
};

/**
 * Brings the schema up to date.
 * @param problem how the sentence begins when that fails
 */
export async function upgradeSchema(
  url: string,
  problem = "The database could not be brought up to date",
): Promise<void> {
  try {
    await migrate(url);
  } catch (error) {
    throw asProblem(error, problem);
  }
}

/**
 * Makes DATABASE_URL point at a migrated database: the given one, else the embedded one of the instance.
 * @returns how to let go of it
 */
export async function openDatabase(instance: InstanceName): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  if (given) {
    await upgradeSchema(given, "The database that DATABASE_URL names cannot be used");
    return async () => {};
  }
  try {
    const database = await startEmbedded({ directory: instanceDirectory(instance), say });
    process.env.DATABASE_URL = database.url;
    await upgradeSchema(database.url).catch(async (error) => {
      await database.stop();
      throw error;
    });
    return database.stop;
  } catch (error) {
    throw asProblem(error, "The database cannot be started");
  }
}

/**
 * Which instance has its embedded database running on this machine.
 * @throws SetupProblem when none has
 */
export function runningInstance(): InstanceName {
  const name = (["main", "demo"] as const).find((one) => runningEmbedded(instanceDirectory(one)));
  if (name) return name;
  throw new SetupProblem(
    `No Parapet is running on the data in ${dataDirectory()}. Start it (npm start or npm run demo), or set DATABASE_URL.`,
  );
}

/** For commands on the server's machine: makes DATABASE_URL point at the database of the running Parapet. */
export function chooseRunningDatabase(): void {
  process.env.DATABASE_URL ??= runningEmbedded(instanceDirectory(runningInstance())) ?? undefined;
}
