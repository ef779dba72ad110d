import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** Pages that every role can open. */
export const commonPages = ["/overview", "/findings", "/clusters", "/teams", "/imports", "/settings/account"];

/** Opens a page and waits until it shows what it has: no skeleton is left, and nothing is asked for any more. */
export async function open(page: Page, path: string): Promise<Locator> {
  await page.goto(path);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(main.getByRole("status").filter({ hasText: "Loading" })).toHaveCount(0);
  return main;
}
