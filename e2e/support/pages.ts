import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** Pages that every role can open. */
export const commonPages = [
  "/overview",
  "/findings",
  "/fixes",
  "/remediations",
  "/exceptions",
  "/trends",
  "/clusters",
  "/teams",
  "/sources",
  "/imports",
  "/settings/account",
];

/** Opens a page and waits until it shows what it has and listens to keys: no skeleton is left, and React has taken over. */
export async function open(page: Page, path: string): Promise<Locator> {
  await page.goto(path);
  const main = page.getByRole("main");
  const title = main.getByRole("heading", { level: 1 }).first();
  await expect(title).toBeVisible();
  await expect
    .poll(() => title.evaluate((node) => Object.keys(node).some((key) => key.startsWith("__react"))))
    .toBe(true);
  await expect(main.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
  return main;
}
