import { expectAccessible } from "../support/axe";
import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ instance: "demo", as: "demo-security" });
test.setTimeout(120_000);

test("the best next action is on the overview, and says what it wins before it is done", async ({ page }) => {
  const main = await open(page, "/overview");
  const actions = main.getByRole("list", { name: "Actions that take most points away" });
  const first = actions.getByRole("link").first();
  await expect(first).toContainText(/finding/);
  await first.click();
  const fix = page.getByRole("dialog", { name: /^Fix: / });
  await expect(fix.getByRole("region", { name: "What to do" })).toBeVisible();
  await expect(fix.getByRole("region", { name: "What it touches" }).getByRole("row")).not.toHaveCount(1);
  await expect(fix.getByRole("region", { name: "Findings that go" }).getByRole("link").first()).toBeVisible();
  await expectAccessible(page, "all");
  await page.keyboard.press("Escape");
  await expect(fix).toHaveCount(0);
});

test("a manifest is patched by what can be copied as it is", async ({ page, api }) => {
  const { items } = await api.read<{ items: { id: string; title: string }[] }>("/fixes?kind=patch_manifest&limit=1");
  await open(page, `/fixes?kind=patch_manifest&fix=${items[0]?.id}`);
  const patch = page.getByRole("dialog", { name: /^Fix: / }).getByRole("region", { name: "Patch" });
  await expect(patch).toContainText("apiVersion:");
  await expect(patch).toContainText("kubectl patch");
  await expect(page.getByRole("table", { name: "Fixes" }).getByRole("row").nth(1)).toContainText("Patch");
});
