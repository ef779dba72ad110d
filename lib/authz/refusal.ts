/** Why something was not done. Each has one HTTP status; the message is shown to the person as it is. */
export type RefusalCode =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "invalid"
  | "too_large"
  | "too_many"
  | "unavailable";

export interface RefusalDetail {
  /** Wrong fields by path, for forms: `body.email`. */
  readonly fields?: readonly { path: string; message: string }[];
  /** Seconds until another try makes sense. */
  readonly retryAfter?: number;
  /** Machine-readable reason where `code` is too coarse, for example `setup_done`. */
  readonly reason?: string;
}

/**
 * An expected "no", with one sentence for the reader. Services and queries throw it; the HTTP layer turns it into
 * problem+json, the command line into one line on stderr.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly detail: RefusalDetail = {},
  ) {
    super(message);
  }
}

export const forbidden = (message = "Your role does not allow this.") => new Refusal("forbidden", message);

/** The one answer for what is not there and for what the reader may not see. */
export const notFound = (what = "This") => new Refusal("not_found", `${what} does not exist, or you may not see it.`);

export const conflict = (message: string, reason?: string) => new Refusal("conflict", message, { reason });

export const invalid = (message: string, path?: string) =>
  new Refusal("invalid", message, path === undefined ? {} : { fields: [{ path, message }] });

/** True for a Refusal from any copy of this module: bundles and the worker may each hold one. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && error.name === "Refusal" && "code" in error;
}
