/** Why something could not be sent, in one line for people, without what the far side says in its body. */
export class NotSent extends Error {
  override readonly name = "NotSent";
  constructor(
    message: string,
    /** What the far side answered, where it did. */
    readonly status: number | null = null,
    /** Trying again cannot help: the far side refuses this very message, or this address. */
    readonly final = false,
    /** When the far side says that it may be asked again, seconds from now. */
    readonly retryAfter: number | null = null,
  ) {
    super(message);
  }
}

/** One line for people of any error of the network. */
export function reasonOf(error: unknown): string {
  if (error instanceof NotSent || (error instanceof Error && error.name === "Unsealable")) return error.message;
  if (!(error instanceof Error)) return "it could not be sent";
  if (error.name === "TimeoutError" || error.name === "AbortError") return "it took too long";
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return code ? `it cannot be reached (${code})` : "it could not be sent";
}
