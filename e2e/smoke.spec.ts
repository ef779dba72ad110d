import { expect, test } from "@playwright/test";

test("the server answers with a page of Parapet", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/Parapet/);
});
