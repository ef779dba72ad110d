import { AsyncLocalStorage } from "node:async_hooks";

/** What log lines and audit entries of one request or job have in common. */
export interface TraceContext {
  readonly requestId: string;
}

const globals = globalThis as typeof globalThis & { parapetTrace?: AsyncLocalStorage<TraceContext> };

function storage(): AsyncLocalStorage<TraceContext> {
  globals.parapetTrace ??= new AsyncLocalStorage();
  return globals.parapetTrace;
}

/** Runs `work` so that everything logged or audited inside carries this request id. */
export function withTrace<T>(context: TraceContext, work: () => T): T {
  return storage().run(context, work);
}

/** Id of the request or job at hand; null outside of one. */
export function currentRequestId(): string | null {
  return storage().getStore()?.requestId ?? null;
}
