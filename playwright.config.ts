import { defineConfig } from "@playwright/test";

const filled = /support\/fleet\.setup\.ts/;
const empty = /access\/first-run\.spec\.ts|look\/empty\.spec\.ts/;
const demo = /demo(-[a-z]+)*\.spec\.ts/;

/**
 * `npm test` starts the demo on data of its own and names it in PARAPET_E2E_URL; a second instance starts empty and is
 * filled on the way (`e2e/support/own-server.ts`). To run a test by hand: `npm run demo`, then
 * `npx playwright test e2e/…`.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: ".cache/e2e",
  globalSetup: "./e2e/support/own-server.ts",
  projects: [
    { name: "first run", testMatch: /access\/first-run\.spec\.ts/ },
    { name: "empty", testMatch: /look\/empty\.spec\.ts/, dependencies: ["first run"] },
    { name: "filling", testMatch: filled, dependencies: ["empty"] },
    { name: "filled", testIgnore: [/support\//, empty, demo], dependencies: ["filling"] },
    { name: "demo sign-in", testMatch: /support\/demo\.setup\.ts/ },
    { name: "demo", testMatch: demo, dependencies: ["demo sign-in"] },
  ],
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // What passes only at a second try is counted as flaky in the last lines, so that it gets looked at.
  retries: 1,
  timeout: 120_000,
  // A loaded machine is no failure.
  expect: { timeout: 15_000 },
  reporter: [
    ["list"],
    ...(process.env.PARAPET_E2E_REPORT
      ? [["json", { outputFile: process.env.PARAPET_E2E_REPORT }] as ["json", { outputFile: string }]]
      : []),
  ],
  use: {
    baseURL: process.env.PARAPET_E2E_URL ?? "http://localhost:3000",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // Without network the browser's own errands would hold up the first page for seconds.
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
