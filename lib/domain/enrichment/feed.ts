/** What can be fetched once a day. */
export const feeds = ["epss", "kev"] as const;
export type Feed = (typeof feeds)[number];

/** May a feed come from this address: https, or http from the machine itself; without a name and password in it. */
export function isFetchable(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    const local = hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
    return username === "" && password === "" && (protocol === "https:" || (protocol === "http:" && local));
  } catch {
    return false;
  }
}
