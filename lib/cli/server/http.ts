import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupProblem } from "../setup/problem.mjs";
import { type Address, listenProblem } from "./address";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A killed predecessor may need a moment to let go of the port. */
const graceMs = 4_000;

const starting: Handler = (_request, response) => {
  response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
  response.end("Parapet is starting.\n");
};

const refuse =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end();
  };
const wrongMethod = refuse(405, { allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" });
const wrongPath = refuse(400);

/** What Next would answer with an internal error: methods that the web's Request does not take, paths that are no UTF-8. */
function refusal({ method = "", url = "/" }: IncomingMessage): Handler | null {
  if (/^TRAC[EK]$/.test(method)) return wrongMethod;
  try {
    decodeURIComponent(url.split("?")[0] ?? "");
    return null;
  } catch {
    return wrongPath;
  }
}

async function listen(server: Server, { host, port }: Address): Promise<void> {
  const listening = once(server, "listening");
  server.listen(port, host);
  await listening;
}

export interface Front {
  server: Server;
  /** From now on requests go to this handler; until then they are answered with 503. */
  serve(handler: Handler): void;
  /** Takes no new connection and waits for the requests in flight, `ms` at most. */
  close(ms: number): Promise<void>;
}

/**
 * Takes the port at once, so that one already taken is reported before anything else is started.
 * @param again the command to repeat with another port, for the message
 */
export async function openFront(address: Address, again: string, grace = graceMs): Promise<Front> {
  let handler = starting;
  const open = new Set<ServerResponse>();
  let closing = false;
  const server = createServer((request, response) => {
    open.add(response);
    response.once("close", () => open.delete(response));
    response.shouldKeepAlive &&= !closing;
    (refusal(request) ?? handler)(request, response);
  });
  // Behind a load balancer that keeps connections for 60 s, closing first would break a request now and then.
  server.keepAliveTimeout = 65_000;
  // Node ends every request after five minutes, which a large report over a slow line needs longer than. What ends
  // instead is a connection on which nothing moves.
  server.requestTimeout = 0;
  server.timeout = 120_000;
  for (const end = Date.now() + grace; ; ) {
    try {
      await listen(server, address);
      break;
    } catch (error) {
      const problem = error as NodeJS.ErrnoException;
      if (problem.code !== "EADDRINUSE" || Date.now() > end)
        throw new SetupProblem(listenProblem(problem, address, again));
      await sleep(250);
    }
  }
  return {
    server,
    serve: (next) => {
      handler = next;
    },
    close: (ms) =>
      new Promise((resolve) => {
        closing = true;
        // A client that asks on and on over one connection would keep it open for ever.
        for (const response of open) response.shouldKeepAlive = false;
        const cut = setTimeout(() => server.closeAllConnections(), ms);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
