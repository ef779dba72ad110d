import type { PoolClient } from "pg";

interface Pipelining {
  pipeline: boolean;
  connection: { stream: { cork(): void; uncork(): void } };
}

/**
 * Sends statements that don't need each other's answers at once, instead of waiting for each: they run one after the other
 * as always, and cost one way to the server and back. No COPY among them. Rejects with the first error when all have
 * ended; inside a transaction those after it have done nothing.
 * @param send calls `client.query` for each, without waiting
 * @returns the answers, in the order of `send`
 */
export async function pipelined<T extends readonly unknown[]>(
  client: PoolClient,
  send: () => { [K in keyof T]: Promise<T[K]> },
): Promise<T> {
  const mode = client as unknown as Pipelining;
  const { stream } = mode.connection;
  mode.pipeline = true;
  try {
    let sent: Promise<unknown>[];
    stream.cork();
    try {
      sent = [...send()];
    } finally {
      stream.uncork();
    }
    const ended = await Promise.allSettled(sent);
    const failed = ended.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
    return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T;
  } finally {
    mode.pipeline = false;
  }
}
