import type { z } from "zod";
import { ProblemBody } from "./contract/problem";
import { Problem, unexpected } from "./problem";
import { type Params, queryString } from "./search-params";

export interface ApiOptions<T extends z.ZodType> {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  params?: Params;
  /** Sent as JSON; a Blob is sent as it is. */
  body?: unknown;
  /** Wire shape of the answer. */
  shape: T;
  signal?: AbortSignal;
}

/**
 * Calls an operation of the API as the signed-in person. `path` is below /api/v1.
 * Throws Problem for every answer that is no success, or that does not have the promised shape.
 */
export async function api<T extends z.ZodType>(path: `/${string}`, options: ApiOptions<T>): Promise<z.output<T>> {
  const { method = "GET", params, body, shape, signal } = options;
  const raw = body instanceof Blob;
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined && !raw) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}${queryString(params)}`, {
      method,
      headers,
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
      signal,
      credentials: "same-origin",
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unexpected(0, "The server cannot be reached.");
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const problem = ProblemBody.safeParse(answer);
    throw problem.success
      ? new Problem(problem.data)
      : unexpected(response.status, `The server answered ${response.status}.`);
  }
  const parsed = shape.safeParse(answer);
  if (!parsed.success)
    throw unexpected(response.status, "The answer of the server has another form than this page expects.");
  return parsed.data;
}
