import type { Pool } from "pg";
import { systemActor } from "@/lib/authz/actor";
import { type Feed, feeds, isFetchable } from "@/lib/domain/enrichment/feed";
import { log } from "@/lib/telemetry/log";
import { receiveReport } from "../report/receive";
import { keepFeed, type StoredFeed, storedFeeds } from "./feeds";

/** The EPSS file has some 3 MB packed, 12 MB unpacked, the KEV list 1.3 MB. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MS = 120_000;
const MOST_REDIRECTS = 5;

class Unusable extends Error {}

/**
 * Asks each source that is set whether it has something new, and imports that like any report. What fails is written
 * down with its reason and tried again on the next day.
 */
export async function fetchFeeds(pool: Pool, now = () => new Date()): Promise<void> {
  const stored = await storedFeeds(pool);
  for (const feed of feeds) {
    const state = stored[feed];
    if (state.url === null) continue;
    const askedAt = now().toISOString();
    try {
      const got = await fetchOne(pool, feed, state, state.url);
      await keepFeed(pool, feed, { ...state, ...got, askedAt, answeredAt: askedAt, error: null });
    } catch (error) {
      const reason = reasonOf(error);
      log().warn({ feed, reason }, "a source of exploitation data could not be fetched");
      await keepFeed(pool, feed, { ...state, askedAt, error: reason });
    }
  }
}

async function fetchOne(pool: Pool, feed: Feed, state: StoredFeed, url: string): Promise<Partial<StoredFeed>> {
  const signal = AbortSignal.timeout(MOST_MS);
  const headers = new Headers({ accept: "*/*", "user-agent": "parapet" });
  if (state.etag) headers.set("if-none-match", state.etag);
  if (state.modified) headers.set("if-modified-since", state.modified);
  const response = await follow(url, { headers, signal });
  if (response.status === 304) {
    await response.body?.cancel();
    return {};
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new Unusable(`it answered ${response.status}`);
  }
  const report = await receiveReport(
    systemActor(`${feed} feed`),
    { clusterId: 0, format: feed, fileName: new URL(url).pathname.split("/").at(-1) || feed },
    limited(response.body),
    pool,
  );
  return { report, etag: response.headers.get("etag"), modified: response.headers.get("last-modified") };
}

/** Redirects are followed by hand, so that none leads where an address may not. */
async function follow(url: string, init: RequestInit): Promise<Response> {
  let at = url;
  for (let i = 0; i <= MOST_REDIRECTS; i++) {
    if (!isFetchable(at)) throw new Unusable("it leads to an address that is not https");
    const response = await fetch(at, { ...init, redirect: "manual" });
    const next = response.headers.get("location");
    if (response.status === 304 || response.status < 300 || response.status > 399 || next === null) return response;
    await response.body?.cancel();
    // From outside, nothing may lead to this machine.
    const to = new URL(next, at);
    if (to.protocol === "http:" && new URL(at).protocol === "https:") throw new Unusable("it leads away from https");
    at = to.href;
  }
  throw new Unusable("it leads from address to address without end");
}

async function* limited(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Unusable(`it is larger than ${MOST_BYTES / 1024 / 1024} MB`);
    yield part;
  }
}

/** One line for people: what went wrong, without what the far side says. */
function reasonOf(error: unknown): string {
  if (error instanceof Unusable) return error.message;
  if (!(error instanceof Error)) return "it could not be fetched";
  if (error.name === "TimeoutError") return `it took longer than ${MOST_MS / 1000} s`;
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : null;
  return code ? `it cannot be reached (${code})` : "it could not be fetched";
}
