import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, it } from "vitest";
import { networkOf } from "./address";

it.each([
  ["93.184.216.34", "public"],
  ["10.1.2.3", "private"],
  ["172.31.255.255", "private"],
  ["172.32.0.0", "public"],
  ["192.168.0.1", "private"],
  ["127.0.0.1", "private"],
  ["100.64.0.1", "private"],
  ["169.254.169.254", "never"],
  ["0.0.0.0", "never"],
  ["224.0.0.1", "never"],
  ["255.255.255.255", "never"],
  ["::1", "private"],
  ["::", "never"],
  ["fe80::1", "never"],
  ["fe80::1%eth0", "never"],
  ["fc00::1", "private"],
  ["fd12:3456::1", "private"],
  ["ff02::1", "never"],
  ["2606:2800:220:1:248:1893:25c8:1946", "public"],
  ["2001:db8::1", "never"],
  ["2001:0:1::1", "never"],
  ["::ffff:127.0.0.1", "private"],
  ["::ffff:169.254.169.254", "never"],
  ["::ffff:a9fe:a9fe", "never"],
  ["64:ff9b::10.0.0.1", "private"],
  ["2002:7f00:1::", "private"],
  ["::127.0.0.1", "private"],
  ["127.1", "never"],
  ["0x7f000001", "never"],
  ["2130706433", "never"],
  ["nonsense", "never"],
  ["1::2::3", "never"],
  ["", "never"],
])("%s lies in a network that is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it("says what Node's own lists say of private IPv4 addresses", () => {
  const list = new BlockList();
  for (const [from, bits] of [
    ["10.0.0.0", 8],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["127.0.0.0", 8],
    ["100.64.0.0", 10],
    ["198.18.0.0", 15],
  ] as const)
    list.addSubnet(from, bits);
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(networkOf(address) === "private").toBe(list.check(address));
    }),
    { numRuns: 2000 },
  );
});
