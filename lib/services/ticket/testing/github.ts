import { createHash } from "node:crypto";
import { type Endpoint, type Got, startEndpoint } from "../../notice/testing/endpoint";

interface Issue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: string[];
  updated_at: string;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface FakeGithub {
  url: string;
  token: string;
  repository: string;
  issues: Issue[];
  /** All that was asked, with what was answered. */
  asked: { method: string; path: string; status: number }[];
  /** Answers the next requests instead; `lost`: does what was asked, and then drops the connection. */
  next: (Answer | "lost")[];
  /** The clock of `updated_at`. */
  now: () => Date;
  /** As a person does on its pages. */
  set(number: number, state: Issue["state"]): void;
  close(): Promise<void>;
}

const say = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  ...{ status, body: JSON.stringify(value) },
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
});
const refuse = (status: number, message: string, headers?: Record<string, string>) =>
  say(status, { message, documentation_url: "https://docs.github.com/rest", status: String(status) }, headers);

/**
 * As much of GitHub's REST API as Parapet uses, answering as it is documented: versions and credentials checked, issues
 * made (201), changed (200), listed by label, state and `since` with ETags (304), and refused as it refuses.
 * https://docs.github.com/en/rest/issues/issues
 */
export async function startGithub(): Promise<FakeGithub> {
  const endpoint: Endpoint = await startEndpoint();
  const github: FakeGithub = {
    ...{ url: endpoint.url, token: "ghp_planted", repository: "acme/shop", issues: [], asked: [], next: [] },
    now: () => new Date(),
    set(number, state) {
      const issue = github.issues.find((one) => one.number === number);
      if (issue) Object.assign(issue, { state, updated_at: stamp(github) });
    },
    close: () => endpoint.close(),
  };
  endpoint.answer = (got) => {
    const instead = github.next.shift();
    const answer = instead && instead !== "lost" ? instead : respond(github, got);
    github.asked.push({ method: got.method, path: got.path, status: answer.status });
    return instead === "lost" ? "hang up" : answer;
  };
  return github;
}

const stamp = (github: FakeGithub) =>
  github
    .now()
    .toISOString()
    .replace(/\.\d+Z/, "Z");
const shown = (github: FakeGithub, issue: Issue) => ({
  ...issue,
  labels: issue.labels.map((name) => ({ name })),
  html_url: `https://github.example/${github.repository}/issues/${issue.number}`,
});

function respond(github: FakeGithub, { method, path, headers, body }: Got): Answer {
  if (headers.authorization !== `Bearer ${github.token}`) return refuse(401, "Bad credentials");
  if (headers["x-github-api-version"] !== "2022-11-28") return refuse(400, "Unsupported version");
  if (headers.accept !== "application/vnd.github+json" || !headers["user-agent"])
    return refuse(403, "Request forbidden");
  const url = new URL(path, github.url);
  const [, repository, number] = /^\/repos\/([^/]+\/[^/]+)(?:\/issues(?:\/(\d+))?)?$/.exec(url.pathname) ?? [];
  if (repository !== github.repository) return refuse(404, "Not Found");
  if (!url.pathname.includes("/issues")) return say(200, { full_name: github.repository });
  if (number !== undefined) return one(github, method, Number(number), body);
  return method === "POST" ? make(github, body) : list(github, url.searchParams, headers["if-none-match"]);
}

function make(github: FakeGithub, body: string): Answer {
  const given = JSON.parse(body) as { title?: string; body?: string; labels?: string[] };
  if (!given.title) return refuse(422, "Validation Failed");
  const number = github.issues.length + 1;
  const issue: Issue = {
    ...{ number, title: given.title, body: given.body ?? "", labels: given.labels ?? [] },
    ...{ state: "open", updated_at: stamp(github) },
  };
  github.issues.push(issue);
  return say(201, shown(github, issue));
}

function one(github: FakeGithub, method: string, number: number, body: string): Answer {
  const issue = github.issues.find((candidate) => candidate.number === number);
  if (!issue) return refuse(404, "Not Found");
  if (method === "PATCH") {
    const change = JSON.parse(body) as Partial<Issue> & { state_reason?: string };
    if (change.state_reason && change.state !== "closed") return refuse(422, "Validation Failed");
    Object.assign(issue, { ...change, updated_at: stamp(github) });
  }
  return say(200, shown(github, issue));
}

function list(github: FakeGithub, query: URLSearchParams, etag: string | undefined): Answer {
  const since = Date.parse(query.get("since") ?? "1970-01-01");
  const found = github.issues
    .filter((issue) => issue.labels.includes(query.get("labels") ?? "") && Date.parse(issue.updated_at) >= since)
    .sort((a, b) => (query.get("sort") === "updated" ? a.updated_at.localeCompare(b.updated_at) : b.number - a.number));
  const size = Number(query.get("per_page"));
  const from = (Number(query.get("page")) - 1) * size;
  const page = found.slice(from, from + size).map((issue) => shown(github, issue));
  const tag = `W/"${createHash("sha256").update(JSON.stringify(page)).digest("hex")}"`;
  return etag === tag ? { status: 304, headers: { etag: tag } } : say(200, page, { etag: tag });
}
