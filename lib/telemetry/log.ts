import pino, { type Logger } from "pino";
import { currentRequestId } from "./context";

const globals = globalThis as typeof globalThis & { parapetLog?: Logger };

/** Never printed, wherever they stand in a logged object. */
const secrets = ["password", "passwordHash", "token", "secret", "authorization", "cookie", "hash"];

/**
 * The log of the process: one JSON object a line on standard error, level by PARAPET_LOG_LEVEL (default `info`,
 * silent in tests). Lines inside a request carry its id.
 */
export function log(): Logger {
  globals.parapetLog ??= pino(
    {
      level: process.env.PARAPET_LOG_LEVEL ?? (process.env.VITEST ? "silent" : "info"),
      base: { app: "parapet" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => {
        const requestId = currentRequestId();
        return requestId === null ? {} : { requestId };
      },
      redact: { paths: secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[redacted]" },
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return globals.parapetLog;
}
