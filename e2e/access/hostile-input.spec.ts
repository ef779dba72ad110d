import { expect, test } from "../support/test";

test.use({ as: "admin" });

test("no request makes the server fail, however strange", async ({ api, request }) => {
  const strange = ["%00", "..%2f..%2f", "%ff%fe", "'%22%3B--", "9".repeat(40), "%F0%9F%92%A9", "a".repeat(3000)];
  const failed: string[] = [];
  const note = (what: string, status: number) => {
    if (status >= 500) failed.push(`${status} ${what}`);
  };
  for (const text of strange) {
    for (const path of ["/findings/", "/clusters/", "/teams/", "/reports/", "/users/"]) {
      note(`GET ${path}${text}`, (await api.get(path + text)).status());
    }
    for (const query of ["q", "cluster", "team", "state", "asset", "cursor", "limit", "sort", "kev"]) {
      note(`GET /findings?${query}=${text}`, (await api.get(`/findings?${query}=${text}`)).status());
    }
  }
  for (const body of [
    "",
    "[]",
    "null",
    '{"name": "a\\u0000b"}',
    '{"name": 1e400}',
    "{".repeat(10_000),
    "\u00ff\u00fe",
  ]) {
    const context = { data: Buffer.from(body), headers: { "content-type": "application/json" } };
    for (const [method, path] of [
      ["POST", "/users"],
      ["PATCH", "/users/9999999999"],
      ["POST", "/clusters"],
    ] as const) {
      note(
        `${method} ${path} ${body.slice(0, 30)}`,
        (await request.fetch(`/api/v1${path}`, { method, ...context })).status(),
      );
    }
  }
  note("TRACE", (await request.fetch("/api/v1/teams", { method: "TRACE" })).status());
  expect(failed).toEqual([]);
});
