import path from "node:path";
import { root } from "./setup/paths.mjs";

/** `npm start` and `npm run demo` keep their data apart, so that sample data never mixes with real data. */
export type InstanceName = "main" | "demo";

/** Where embedded databases live: PARAPET_DATA_DIR, else `.parapet` in the clone. */
export function dataDirectory(env: Record<string, string | undefined> = process.env): string {
  const given = env.PARAPET_DATA_DIR;
  // What a person typed is relative to where they stood when they called npm.
  return given ? path.resolve(env.INIT_CWD ?? ".", given) : path.join(root, ".parapet");
}

export function instanceDirectory(name: InstanceName, env: Record<string, string | undefined> = process.env): string {
  return path.join(dataDirectory(env), name);
}
