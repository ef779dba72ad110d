import { expect, test } from "vitest";
import { addressFrom, listenProblem, urlOf } from "./address";

test("loopback and port 3000 unless said otherwise", () => {
  expect(addressFrom({}, false)).toEqual({ host: "127.0.0.1", port: 3000 });
  expect(addressFrom({ HOST: "0.0.0.0", PORT: "8080" }, false)).toEqual({ host: "0.0.0.0", port: 8080 });
});

test.each(["", "abc", "0", "65536", "-1", "80.5", "0x50"])("PORT=%s is refused", (port) => {
  expect(() => addressFrom({ PORT: port }, false)).toThrow(/PORT must be a number/);
});

test("the demo listens on this machine only", () => {
  expect(() => addressFrom({ HOST: "0.0.0.0" }, true)).toThrow(/known passwords/);
  expect(addressFrom({ HOST: "::1" }, true).host).toBe("::1");
});

test("the address shown can be opened", () => {
  expect(urlOf({ host: "127.0.0.1", port: 3000 })).toBe("http://localhost:3000");
  expect(urlOf({ host: "0.0.0.0", port: 80 })).toBe("http://localhost:80");
  expect(urlOf({ host: "10.0.0.7", port: 3000 })).toBe("http://10.0.0.7:3000");
  expect(urlOf({ host: "fd00::7", port: 3000 })).toBe("http://[fd00::7]:3000");
});

test("a taken port names the next one to try", () => {
  const error = Object.assign(new Error("x"), { code: "EADDRINUSE" });
  expect(listenProblem(error, { host: "127.0.0.1", port: 3000 }, "npm run demo")).toBe(
    "Port 3000 is taken by another program. Choose another one: PORT=3001 npm run demo",
  );
});
