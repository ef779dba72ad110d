import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { networkOf } from "@/lib/domain/net/address";
import { NotSent } from "./refused";

export interface Pinned {
  address: string;
  family: 4 | 6;
}

/** How a name becomes addresses; tests give their own. */
export type Resolve = (host: string) => Promise<readonly Pinned[]>;

const byDns: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/**
 * The address that a request goes to, looked up once and then held on to, so that a name cannot point elsewhere
 * between the check and the connection. A name of which any address is forbidden is refused whole.
 * @param allowPrivate an admin said that this one lies in the installation's own network; link-local never does
 */
export async function pin(host: string, allowPrivate: boolean, resolve: Resolve = byDns): Promise<Pinned> {
  const bare = host.replace(/^\[|\]$/g, "");
  const family = isIP(bare);
  const found: readonly Pinned[] = family ? [{ address: bare, family: family === 6 ? 6 : 4 }] : await resolve(bare);
  const [first] = found;
  if (!first) throw new NotSent("its name leads to no address");
  for (const { address } of found) {
    const network = networkOf(address);
    if (network === "never") throw new NotSent("its address is one that nothing is sent to");
    if (network === "private" && !allowPrivate)
      throw new NotSent("it lies in a private network, which its settings do not allow");
  }
  return first;
}
