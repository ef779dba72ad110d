import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { expectAccessible } from "./axe";
import { open } from "./pages";

export const looks = [
  { name: "wide-light", width: 1440, height: 900, theme: "light" },
  { name: "wide-dark", width: 1440, height: 900, theme: "dark" },
  { name: "phone-light", width: 390, height: 844, theme: "light" },
  { name: "phone-dark", width: 390, height: 844, theme: "dark" },
] as const;

/** A name for the picture of an address: `/findings?kind=secret&finding=7` → `findings-kind-secret-finding`. */
const fileOf = (path: string) =>
  path
    .replaceAll(/=\d+|[^a-z0-9]+/gi, "-")
    .replaceAll(/-+/g, "-")
    .replaceAll(/^-|-$/g, "");

/**
 * Opens a page in both themes, wide and on a phone: axe has nothing to say, nothing scrolls sideways down to 360
 * pixels, and a picture of each is left in `test-results/<folder>` for people to look at.
 */
export async function lookAt(page: Page, folder: string, path: string, ready?: (page: Page) => Promise<void>) {
  for (const { name, width, height, theme } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    // The theme changes in place; another width is another visit, as it would be for a person.
    if (theme === "light") {
      await open(page, path);
      await ready?.(page);
      // Charts come after the page.
      await page.waitForLoadState("networkidle");
    }
    const fullPage = name === "wide-light" && !path.startsWith("/findings");
    await page.screenshot({ path: `test-results/${folder}/${fileOf(path)}-${name}.png`, fullPage });
    // What is on a page depends on its width, its colours on the theme as well.
    await expectAccessible(page, theme === "light" ? "all" : "colours");
  }
  await page.setViewportSize({ width: 360, height: 740 });
  const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overhang, `${path} scrolls sideways at 360 pixels by`).toBeLessThanOrEqual(0);
}
