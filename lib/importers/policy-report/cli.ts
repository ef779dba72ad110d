/** What `kyverno apply --policy-report` prints before its report: a rule of dashes, titles, counts. */
const maxPreamble = 64 * 1024;

/**
 * The report that follows the words of the Kyverno command line. A file that begins like YAML or JSON passes as it is.
 */
export async function* afterPreamble(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen: Buffer | null = Buffer.alloc(0);
  for await (const part of source) {
    if (seen === null) {
      yield part;
      continue;
    }
    seen = Buffer.concat([seen, part]);
    const text: string = seen.toString("latin1");
    const words = /^\s*(?:Applying|Loading)\s/i.test(text);
    // Too little to tell, or the report hasn't begun.
    if (text.trimStart().length < 10) continue;
    const begins = words ? text.search(/^(?:apiVersion:|\{)/m) : 0;
    if (begins < 0 && seen.length < maxPreamble) continue;
    yield seen.subarray(Math.max(begins, 0));
    seen = null;
  }
  if (seen !== null && seen.length > 0) yield seen;
}
