import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Endpoint, startEndpoint } from "../notice/testing/endpoint";
import { reasonOf } from "./refused";
import { send } from "./request";
import type { Pinned, Resolve } from "./resolve";

let endpoint: Endpoint;
let port = "";
beforeAll(async () => {
  endpoint = await startEndpoint();
  port = new URL(endpoint.url).port;
});
afterAll(() => endpoint.close());

const to =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address): Pinned => ({ address, family: address.includes(":") ? 6 : 4 }));
const post = (host: string, resolve: Resolve | undefined, allowPrivate = true, more: object = {}) =>
  send({ url: `http://${host}:${port}/x`, method: "POST", body: "{}", allowPrivate, resolve, ...more });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => "sent",
    (error: unknown) => reasonOf(error),
  );

it("goes to the address that was checked, whatever the name says a moment later", async () => {
  let asked = 0;
  const changing: Resolve = async () => to(asked++ === 0 ? "127.0.0.1" : "169.254.169.254")("");
  expect((await post("hook.example", changing)).status).toBe(200);
  expect(asked).toBe(1);
  expect(endpoint.got.at(-1)?.headers.host).toBe(`hook.example:${port}`);
});

it.each([
  ["a name with one private address among public ones", to("93.184.216.34", "10.0.0.1"), false],
  ["loopback", to("127.0.0.1"), false],
  ["IPv4 within IPv6", to("::ffff:127.0.0.1"), false],
  ["link-local, even where private ones are allowed", to("169.254.169.254"), true],
  ["no address", to(), true],
])("refuses %s", async (_, resolve, allowPrivate) => {
  const before = endpoint.got.length;
  const url = `https://hook.example:${port}/`;
  expect(await refusal(send({ url, method: "POST", allowPrivate, resolve }))).not.toBe("sent");
  expect(endpoint.got.length).toBe(before);
});

it.each(["http://127.0.0.1", "http://2130706433", "http://0x7f.1", "http://[::1]", "http://localhost"])(
  "refuses %s however it is written",
  async (address) => {
    const before = endpoint.got.length;
    const url = `${address.replace("http:", "https:")}:${port}/`;
    expect(await refusal(send({ url, method: "POST", allowPrivate: false }))).toContain("private network");
    expect(await refusal(send({ url: `${address}:${port}/`, method: "POST", allowPrivate: false }))).toContain(
      "https://",
    );
    expect(endpoint.got.length).toBe(before);
  },
);

it("does not wait for ever, nor read without end, nor speak other protocols", async () => {
  endpoint.answer = () => ({ status: 200, body: "x".repeat(100_000) });
  expect(await refusal(post("127.0.0.1", undefined, true, { mostBytes: 1024 }))).toBe(
    "it answered with more than 1 kB",
  );
  expect((await post("127.0.0.1", undefined)).body).toBe("");
  const silent = createServer((socket) => socket.on("error", () => socket.destroy())).unref();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  expect(await refusal(send({ url, method: "POST", allowPrivate: true, timeout: 200 }))).toBe("it took too long");
  silent.close();
  for (const other of ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
    expect(await refusal(send({ url: other, method: "GET", allowPrivate: true }))).toContain("https://");
});
