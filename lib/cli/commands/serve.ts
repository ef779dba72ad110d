import { setupNotice } from "@/lib/services/setup/state";
import { addressFrom } from "../server/address";
import { runServer } from "../server/run";
import { say } from "../setup/say.mjs";

/** `npm start`: web and worker in one process, on the embedded database unless DATABASE_URL names another. */
export function start(): Promise<number> {
  const address = addressFrom(process.env, false);
  const ready = async (url: string) => {
    say(`Parapet is at ${url} (Ctrl-C stops it)`);
    const notice = await setupNotice(url);
    if (notice) say(notice);
  };
  return runServer({ instance: "main", address, command: "npm start", ready });
}
