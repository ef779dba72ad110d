import { type APIRequestContext, type APIResponse, expect, request } from "@playwright/test";
import { stateFile } from "./people";

/** Signs in as a browser would; the cookies stay in the context. */
export async function signIn(context: APIRequestContext, email: string, password: string): Promise<APIResponse> {
  const { csrfToken } = await (await context.get("/api/auth/csrf")).json();
  return context.post("/api/auth/callback/credentials", {
    form: { email, password, csrfToken, callbackUrl: "/", json: "true" },
  });
}

/** Signs in once and keeps the cookies in the file of `key`. */
export async function keepSession(baseURL: string, key: string, email: string, password: string): Promise<void> {
  // Nobody yet, whoever the test at hand is.
  const context = await request.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  const answer = await signIn(context, email, password);
  expect(answer.status(), `sign-in of ${email}`).toBe(200);
  await context.storageState({ path: stateFile(key) });
  await context.dispose();
}

type Body = Record<string, unknown>;

/** The API as a signed-in person uses it from a page: cookie, and the origin that browsers state with a write. */
export class Api {
  private constructor(
    private readonly context: APIRequestContext,
    private readonly origin: string,
  ) {}

  static async as(key: string, baseURL: string): Promise<Api> {
    return new Api(await request.newContext({ baseURL, storageState: stateFile(key) }), baseURL);
  }

  static from(context: APIRequestContext, baseURL: string): Api {
    return new Api(context, baseURL);
  }

  get(path: string): Promise<APIResponse> {
    return this.context.get(path.startsWith("/api") ? path : `/api/v1${path}`, { maxRedirects: 0 });
  }

  send(method: string, path: string, body: Body | Buffer | string = {}): Promise<APIResponse> {
    const headers = { origin: this.origin };
    return this.context.fetch(`/api/v1${path}`, { method, data: body, headers, maxRedirects: 0, timeout: 60_000 });
  }

  /** The answer of a read that has to succeed. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.get(path);
    expect(answer.status(), `GET ${path}: ${await answer.text()}`).toBe(200);
    return answer.json();
  }

  /** The answer of a write that has to succeed. */
  async write<T>(method: string, path: string, body?: Body | Buffer | string): Promise<T> {
    const answer = await this.send(method, path, body);
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`).toBe(true);
    return answer.json();
  }

  /** Uploads a report and waits until it is processed. */
  importReport<T>(query: Record<string, string>, content: unknown): Promise<T> {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    return this.write("POST", `/reports?${new URLSearchParams({ wait: "true", ...query })}`, Buffer.from(text));
  }

  dispose(): Promise<void> {
    return this.context.dispose();
  }
}
