import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Got {
  path: string;
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Endpoint {
  url: string;
  /** All that came, whatever was answered. */
  got: Got[];
  /** What is answered: a status, with headers and body; "hang up" drops the connection. */
  answer: (got: Got) => { status: number; headers?: Record<string, string>; body?: string } | "hang up";
  close(): Promise<void>;
}

/** A web server on this machine that answers as told; an idle one does not hold up the end of a test. */
export async function startEndpoint(): Promise<Endpoint> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString("utf8");
    const got = { path: request.url ?? "", method: request.method ?? "", headers: request.headers, body };
    endpoint.got.push(got);
    const answer = endpoint.answer(got);
    if (answer === "hang up") request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint: Endpoint = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got: [],
    answer: () => ({ status: 200 }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return endpoint;
}
