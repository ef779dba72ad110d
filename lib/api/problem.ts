import type { z } from "zod";
import { isRefusal, type Refusal, type RefusalCode } from "../authz/refusal";
import type { ProblemBody } from "../client/contract/problem";
import { answerHeaders } from "./answer-headers";

const statuses: Record<RefusalCode, { status: number; title: string }> = {
  unauthenticated: { status: 401, title: "Sign in first" },
  forbidden: { status: 403, title: "Not allowed" },
  not_found: { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Conflict" },
  invalid: { status: 400, title: "Invalid request" },
  too_large: { status: 413, title: "Too large" },
  too_many: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "Not available" },
};

/** An error as application/problem+json (RFC 9457). What is not a Refusal says nothing of its cause. */
export function problemResponse(error: unknown, requestId: string): Response {
  const body = isRefusal(error) ? fromRefusal(error, requestId) : internal(requestId);
  const headers = new Headers({ ...answerHeaders(requestId), "content-type": "application/problem+json" });
  if (isRefusal(error) && error.detail.retryAfter) headers.set("retry-after", String(error.detail.retryAfter));
  if (body.status === 401) headers.set("www-authenticate", 'Bearer realm="parapet"');
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

function fromRefusal(error: Refusal, requestId: string): ProblemBody {
  const { status, title } = statuses[error.code];
  const { fields, reason } = error.detail;
  return {
    type: "about:blank",
    title,
    status,
    detail: error.message,
    code: error.code,
    ...(reason ? { reason } : {}),
    requestId,
    ...(fields ? { errors: fields.map(({ path, message }) => ({ path, message })) } : {}),
  };
}

function internal(requestId: string): ProblemBody {
  const detail = `Something went wrong. The log of the server says more under request ${requestId}.`;
  return { type: "about:blank", title: "Internal error", status: 500, detail, code: "internal", requestId };
}

/** Wrong fields with their place in the request: `query.limit`, `body.email`. */
export function fieldsOf(error: z.ZodError, part: string): { path: string; message: string }[] {
  return error.issues.slice(0, 50).map((issue) => ({ path: [part, ...issue.path].join("."), message: issue.message }));
}
