import type { Stored } from "../../integration/store";
import { NotSent } from "../../outgoing/refused";
import type { OutgoingAnswer } from "../../outgoing/request";
import type { TicketRef, TicketSeen, TicketText, Tracker } from "../tracker";
import { call } from "./client";

/** By which ours are told from others, so that a poll reads few. */
export const LABEL = "parapet";
const PER_PAGE = 100;
const MOST_PAGES = 10;

interface Issue {
  number: number;
  state: "open" | "closed";
  html_url: string;
  body: string | null;
  updated_at: string;
  isPull: boolean;
}

const strange = (answer: OutgoingAnswer) => new NotSent("what answered is not GitHub's API", answer.status);

function json(answer: OutgoingAnswer): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    throw strange(answer);
  }
}

/** What is needed of an issue. By hand: worker threads do without the library of shapes. Throws NotSent. */
function issueOf(value: unknown, answer: OutgoingAnswer): Issue {
  const {
    number,
    state,
    html_url: url,
    body,
    updated_at: at,
    pull_request: pull,
  } = (value ?? {}) as Record<string, unknown>;
  const known = state === "open" || state === "closed";
  if (!known || typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) throw strange(answer);
  if (typeof url !== "string" || !/^https?:\/\//.test(url) || typeof at !== "string") throw strange(answer);
  return {
    number,
    state,
    html_url: url,
    body: typeof body === "string" ? body : null,
    updated_at: at,
    isPull: pull != null,
  };
}

const one = (answer: OutgoingAnswer): Issue => issueOf(json(answer), answer);

function many(answer: OutgoingAnswer): Issue[] {
  const list = json(answer);
  if (!Array.isArray(list)) throw strange(answer);
  return list.map((value) => issueOf(value, answer));
}

const seen = (repository: string, { number, state, html_url: url }: Issue): TicketSeen => ({
  repository,
  number,
  state,
  url,
});

/** GitHub's issues: https://docs.github.com/en/rest/issues/issues */
export function githubTracker(github: Stored<"github">): Tracker {
  const at = ({ repository, number }: TicketRef) => `/repos/${repository}/issues/${number}`;
  const list = async (
    repository: string,
    query: string,
    etag?: string,
  ): Promise<{ issues: Issue[]; etag: string | null } | null> => {
    const issues: Issue[] = [];
    let first: string | null = null;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const path = `/repos/${repository}/issues?state=all&labels=${LABEL}&per_page=${PER_PAGE}&page=${page}&${query}`;
      const answer = await call(github, { method: "GET", path, ...(page === 1 && etag ? { etag } : {}) });
      if (answer.status === 304) return null;
      const part = many(answer);
      // Of several pages the first may stay as it is while others change.
      if (page === 1 && part.length < PER_PAGE) first = answer.headers.etag ?? null;
      issues.push(...part.filter((issue) => !issue.isPull));
      if (part.length < PER_PAGE) break;
    }
    return { issues, etag: first };
  };
  return {
    async create(repository: string, { title, body }: TicketText) {
      const answer = await call(github, {
        method: "POST",
        path: `/repos/${repository}/issues`,
        body: { title, body, labels: [LABEL] },
      });
      return seen(repository, one(answer));
    },
    async find(repository, marker) {
      const found = await list(repository, "sort=created&direction=desc");
      const issue = found?.issues.find(({ body }) => body?.includes(marker));
      return issue ? seen(repository, issue) : null;
    },
    async update(ref, { title, body }, state) {
      const reason = state === "closed" ? { state_reason: "completed" } : {};
      const change = { title, body, ...(state ? { state, ...reason } : {}) };
      return seen(ref.repository, one(await call(github, { method: "PATCH", path: at(ref), body: change })));
    },
    async get(ref) {
      return seen(ref.repository, one(await call(github, { method: "GET", path: at(ref) })));
    },
    async changes(repository, cursor, since) {
      const from = cursor
        ? (JSON.parse(cursor) as { etag: string | null; since: string })
        : { etag: null, since: since.toISOString() };
      const query = `sort=updated&direction=asc&since=${encodeURIComponent(from.since)}`;
      const found = await list(repository, query, from.etag ?? undefined);
      if (!found) return { items: [], cursor };
      const latest = [from.since, ...found.issues.map((issue) => issue.updated_at)].sort().at(-1) ?? from.since;
      // The ETag belongs to the address that was asked, which has the time in it.
      const next = { etag: latest === from.since ? found.etag : null, since: latest };
      return { items: found.issues.map((issue) => seen(repository, issue)), cursor: JSON.stringify(next) };
    },
  };
}
