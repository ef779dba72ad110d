import { startServer } from "@/lib/cli/checks/demo-server";

/** Starts an empty instance for the tests, unless the environment names one; returns how to stop it. */
export default async function startOwnServer(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.PARAPET_E2E_OWN_URL) return undefined;
  const server = await startServer("start");
  process.env.PARAPET_E2E_OWN_URL = server.url;
  return server.stop;
}
