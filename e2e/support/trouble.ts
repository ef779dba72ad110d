import type { BrowserContext } from "@playwright/test";

/**
 * Listens to every page of a context; the function that it returns says what went wrong so far.
 * @param expected statuses of 400 and above that are part of the test
 */
export function troubleOf(context: BrowserContext, expected: readonly number[] = []): () => string[] {
  const seen: string[] = [];
  context.on("weberror", (error) => seen.push(`uncaught: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // The browser repeats failed answers here, without saying which; they are judged below.
    if (message.text().startsWith("Failed to load resource")) return;
    seen.push(`console: ${message.text()}`);
  });
  context.on("response", (response) => {
    const status = response.status();
    if (status >= 400 && !expected.includes(status))
      seen.push(`${status} ${response.request().method()} ${response.url()}`);
  });
  context.on("requestfailed", (request) => {
    // A page that is left takes back what it asked for.
    const reason = request.failure()?.errorText ?? "";
    if (reason !== "net::ERR_ABORTED") seen.push(`${reason} ${request.url()}`);
  });
  return () => seen;
}
