import { test as base, expect } from "@playwright/test";
import { Api } from "./api";
import { demoUrl, ownUrl } from "./instances";
import { stateFile } from "./people";
import { troubleOf } from "./trouble";

interface Options {
  /** Whose session the browser starts with: a key of `people`, or of the demo's people; empty for nobody. */
  as: string;
  instance: "own" | "demo";
  /** Answers that a test provokes on purpose, such as 403: the browser's console complains about them. */
  expectedStatuses: number[];
}

interface Fixtures {
  api: Api;
  trouble: undefined;
}

/** Every test fails on an error in the console, a failed request or a server error, asked for or not. */
export const test = base.extend<Options & Fixtures>({
  as: ["", { option: true }],
  instance: ["own", { option: true }],
  expectedStatuses: [[], { option: true }],
  baseURL: async ({ instance }, use) => use(instance === "demo" ? demoUrl : ownUrl),
  storageState: async ({ as }, use) => use(as ? stateFile(as) : undefined),
  api: async ({ context, baseURL }, use) => use(Api.from(context.request, baseURL ?? "")),
  trouble: [
    async ({ context, expectedStatuses }, use) => {
      const trouble = troubleOf(context, expectedStatuses);
      await use(undefined);
      expect(trouble(), "errors in the browser").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
