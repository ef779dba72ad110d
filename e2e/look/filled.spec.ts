import type { Page } from "@playwright/test";
import { lookAt } from "../support/look";
import type { PersonKey } from "../support/people";
import { expect, test } from "../support/test";

/** Every page with data in it, as somebody who can use it. */
const pages: [PersonKey, string][] = [
  ["security", "/exceptions"],
  ["security", "/imports"],
  ["security", "/settings/ownership"],
  ["security", "/settings/sla"],
  ["security", "/settings/audit"],
  ["manager", "/settings/sla"],
  ["security", "/settings/account"],
  ["admin", "/settings/users"],
  ["admin", "/settings/teams"],
  ["admin", "/settings/tokens"],
  ["admin", "/settings/exploitation"],
  ["admin", "/settings/integrations"],
  ["admin", "/settings/notifications"],
  ["quince", "/teams/quince"],
];

for (const [who, path] of pages) {
  test.describe(who, () => {
    test.use({ as: who });
    test.setTimeout(180_000);
    test(`${path} is a pleasure to look at for everybody`, ({ page }) => lookAt(page, `filled-${who}`, path));
  });
}

test.describe("what lies over a page", () => {
  test.use({ as: "security" });
  test.setTimeout(180_000);

  test("the palette", ({ page }) => lookAt(page, "filled-palette", "/clusters", openPalette));
  test("the keys", ({ page }) =>
    lookAt(page, "filled-keys", "/clusters", async () => {
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
    }));
});

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("option").first()).toBeVisible();
}
