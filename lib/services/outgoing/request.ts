import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { NotSent } from "./refused";
import { pin, type Resolve } from "./resolve";

export interface OutgoingRequest {
  url: string;
  method: "GET" | "POST" | "PATCH";
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** An admin said that the address may lie in a private network; then plain http is good enough, too. */
  allowPrivate: boolean;
  /** For all of it, milliseconds. */
  timeout?: number;
  /** What is read of the answer at most, bytes; more is an error. 0: the body is not looked at. */
  mostBytes?: number;
  resolve?: Resolve;
}

export interface OutgoingAnswer {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

const TIMEOUT = 15_000;

/**
 * Sends one request to an address that somebody entered: only http(s), only to networks that are allowed, by the address
 * that was checked. Redirects are not followed. Throws NotSent, or the error of the network; any answer is an answer.
 */
export async function send(out: OutgoingRequest): Promise<OutgoingAnswer> {
  const url = new URL(out.url);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && out.allowPrivate))
    throw new NotSent("its address does not begin with https://");
  const signal = AbortSignal.timeout(out.timeout ?? TIMEOUT);
  const pinned = await pin(url.hostname, out.allowPrivate, out.resolve);
  const lookup: LookupFunction = (_host, options, done) => {
    if (options.all) done(null, [pinned]);
    else done(null, pinned.address, pinned.family);
  };
  const headers: Record<string, string> = { "user-agent": "Parapet", ...out.headers };
  if (out.body !== undefined) headers["content-length"] = String(Buffer.byteLength(out.body));
  return new Promise((resolve, reject) => {
    const make = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = make(url, { method: out.method, headers, signal, lookup, agent: false }, (response) => {
      read(response, out.mostBytes ?? 0).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      );
    });
    request.on("error", reject);
    request.end(out.body);
  });
}

async function read(response: IncomingMessage, most: number): Promise<string> {
  if (most === 0) {
    response.destroy();
    return "";
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) {
      response.destroy();
      throw new NotSent(`it answered with more than ${most / 1024} kB`, response.statusCode ?? null);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
