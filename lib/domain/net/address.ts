/** What kind of network an address lies in. `never`: nothing that one could want to send to. */
export type Network = "public" | "private" | "never";

/** IPv4 ranges of RFC 6890 and its registry: first address, bits, what it is. */
const v4: readonly (readonly [string, number, Network])[] = [
  ["0.0.0.0", 8, "never"],
  ["10.0.0.0", 8, "private"],
  ["100.64.0.0", 10, "private"],
  ["127.0.0.0", 8, "private"],
  // Link-local: where clouds hand out the credentials of a machine.
  ["169.254.0.0", 16, "never"],
  ["172.16.0.0", 12, "private"],
  ["192.0.0.0", 24, "never"],
  ["192.0.2.0", 24, "never"],
  ["192.168.0.0", 16, "private"],
  ["198.18.0.0", 15, "private"],
  ["198.51.100.0", 24, "never"],
  ["203.0.113.0", 24, "never"],
  ["224.0.0.0", 4, "never"],
  ["240.0.0.0", 4, "never"],
];

/**
 * Network of an IP address in text form, as name servers give it. IPv4 within IPv6 (mapped, translated, 6to4) counts as
 * the IPv4 that it leads to. What is no address is `never`.
 */
export function networkOf(address: string): Network {
  return address.includes(":") ? networkOfV6(address) : networkOfV4(address);
}

function networkOfV4(address: string): Network {
  const value = parseV4(address);
  if (value === null) return "never";
  for (const [first, bits, network] of v4)
    if (Math.floor(value / 2 ** (32 - bits)) === Math.floor((parseV4(first) ?? 0) / 2 ** (32 - bits))) return network;
  return "public";
}

function parseV4(text: string): number | null {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function networkOfV6(address: string): Network {
  const words = parseV6(address);
  if (words === null) return "never";
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = words;
  const inner = (high: number, low: number) => networkOfV4([high >> 8, high & 255, low >> 8, low & 255].join("."));
  const zeros = a === 0 && b === 0 && c === 0 && d === 0;
  if (zeros && e === 0 && f === 0 && g === 0) return h === 1 ? "private" : "never";
  if (zeros && e === 0 && (f === 0xffff || f === 0)) return inner(g, h);
  if (zeros && e === 0xffff && f === 0) return inner(g, h);
  if (a === 0x64 && b === 0xff9b) return inner(g, h);
  if (a === 0x2002) return inner(b, c);
  if ((a & 0xfe00) === 0xfc00) return "private";
  // Global unicast is 2000::/3; documentation and benchmarking lie within it.
  if ((a & 0xe000) !== 0x2000 || (a === 0x2001 && (b === 0xdb8 || b < 0x200))) return "never";
  return "public";
}

function parseV6(text: string): number[] | null {
  const bare = text.replace(/%.*$/, "");
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  let whole = bare;
  if (dotted) {
    const value = parseV4(dotted[2] ?? "");
    if (value === null) return null;
    whole = `${dotted[1]}${Math.floor(value / 65536).toString(16)}:${(value % 65536).toString(16)}`;
  }
  const halves = whole.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const words = tail === undefined ? head : [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (words.some((word) => !/^[0-9a-f]{1,4}$/i.test(word))) return null;
  return words.map((word) => Number.parseInt(word, 16));
}
