import type { IncomingMessage, Server, ServerResponse } from "node:http";
import next from "next";
import { stampPeer } from "@/lib/api/address";
import { root } from "../setup/paths.mjs";
import type { Address } from "./address";

export interface Web {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** Loads the built pages into this process. */
export async function openWeb({ host, port }: Address, httpServer: Server): Promise<Web> {
  const app = next({ dev: false, dir: root, hostname: host, port, httpServer });
  await app.prepare();
  const answer = app.getRequestHandler();
  const handle: Web["handle"] = (request, response) => {
    stampPeer(request);
    return answer(request, response);
  };
  return { handle, close: () => app.close() };
}
