import { expect, it } from "vitest";
import { IntegrationCreate, IntegrationUpdate } from "./integration";

it("an address is one, and has no credentials in it; what is none is refused like any wrong field", () => {
  const slack = (url: unknown) => IntegrationCreate.safeParse({ kind: "slack", name: "ops", url }).success;
  expect(slack("https://hooks.example.org/a")).toBe(true);
  for (const url of ["no address", "", "http://x:99999/", "ftp://x.org", "https://me:pw@x.org", 1])
    expect(slack(url), String(url)).toBe(false);
  expect(IntegrationUpdate.safeParse({ apiUrl: "%" }).success).toBe(false);
});
