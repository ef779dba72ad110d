import type { Stored } from "../../integration/store";
import { NotSent } from "../../outgoing/refused";
import { type OutgoingAnswer, send } from "../../outgoing/request";

/** https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const VERSION = "2022-11-28";
const MOST_BYTES = 4 * 1024 * 1024;

export interface Call {
  method: "GET" | "POST" | "PATCH";
  /** Below the address of the API: `/repos/o/n/issues`. */
  path: string;
  body?: object;
  etag?: string;
}

/**
 * One request to GitHub's REST API: 2xx and 304 are answers, all else is thrown as NotSent with what it means.
 * https://docs.github.com/en/rest/using-the-rest-api
 */
export async function call(
  github: Stored<"github">,
  { method, path, body, etag }: Call,
  now = new Date(),
): Promise<OutgoingAnswer> {
  const { apiUrl, allowPrivate } = github.config;
  const headers: Record<string, string> = {
    ...{ accept: "application/vnd.github+json", "x-github-api-version": VERSION },
    ...{ authorization: `Bearer ${github.secret.token}` },
    ...(body ? { "content-type": "application/json" } : {}),
    ...(etag ? { "if-none-match": etag } : {}),
  };
  const answer = await send({
    ...{ url: apiUrl.replace(/\/+$/, "") + path, method, headers, allowPrivate, mostBytes: MOST_BYTES },
    body: body && JSON.stringify(body),
  });
  if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) return answer;
  throw refusal(answer, now);
}

const meanings: Readonly<Record<number, string>> = {
  301: "the repository moved: enter its new name",
  401: "GitHub refuses the token (401)",
  403: "the token may not do this (403)",
  404: "there is no such repository or issue for this token (404)",
  410: "issues are switched off there, or this one was deleted (410)",
  422: "GitHub does not take this issue (422)",
};

function refusal(answer: OutgoingAnswer, now: Date): NotSent {
  const wait = limited(answer, now);
  if (wait !== null) return new NotSent(`GitHub asks to wait (${answer.status})`, answer.status, false, wait);
  const meaning = meanings[answer.status];
  if (meaning) return new NotSent(meaning, answer.status, true);
  return new NotSent(`GitHub answered ${answer.status}`, answer.status);
}

/**
 * Seconds to wait where a rate limit was hit, else null: Retry-After first, then the reset of the primary limit, and a
 * minute where a secondary one says neither.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function limited({ status, headers, body }: OutgoingAnswer, now: Date): number | null {
  if (status !== 403 && status !== 429) return null;
  const after = Number(headers["retry-after"]);
  if (headers["retry-after"] && Number.isFinite(after)) return Math.min(86_400, Math.max(1, Math.ceil(after)));
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"]) - now.getTime() / 1000;
    return Number.isFinite(reset) ? Math.min(86_400, Math.max(1, Math.ceil(reset))) : 60;
  }
  return status === 429 || /secondary rate limit/i.test(body) ? 60 : null;
}
