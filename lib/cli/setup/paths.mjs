import { fileURLToPath } from "node:url";

/** The clone's top folder, without a trailing separator. */
export const root = fileURLToPath(new URL("../../..", import.meta.url)).replace(/[\\/]$/, "");
