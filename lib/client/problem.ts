import type { ProblemBody } from "./contract/problem";

/** What `api` throws for every answer that is no success; `message` is fit for people. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title);
  }
  get status(): number {
    return this.body.status;
  }
  get code(): string {
    return this.body.code;
  }
  /** Message for one field of a form, by its path in the body. */
  field(path: string): string | undefined {
    return this.body.errors?.find((error) => error.path === `body.${path}`)?.message;
  }
}

/** For answers that carry no problem details: the network is down, or a proxy in between answered. */
export function unexpected(status: number, detail: string): Problem {
  return new Problem({
    type: "about:blank",
    title: status === 0 ? "No connection" : "Unexpected answer",
    status,
    detail,
    code: status === 0 ? "offline" : "unexpected",
    requestId: "",
  });
}
