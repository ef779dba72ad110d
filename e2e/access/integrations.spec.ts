import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ as: "admin" });

test("an admin adds a signed webhook, sees its key once and why it fails, and removes it", async ({ page, api }) => {
  const name = `Hook ${Date.now()}`;
  await open(page, "/settings/integrations");
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Signed webhook" }).click();
  const form = page.getByRole("dialog", { name: "Add: Signed webhook" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Address").fill("http://127.0.0.1:9/hook?token=hidden");
  await form.getByRole("button", { name: "Add" }).click();
  const shown = page.getByRole("dialog", { name: "Key of the signature" });
  await expect(shown).toContainText("ppw_");
  await shown.getByRole("button", { name: "I have kept it" }).click();
  const row = main.getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: `Test ${name}` }).click();
  await expect(row).toContainText("does not begin with https://");
  await row.getByRole("button", { name: `Change ${name}` }).click();
  const change = page.getByRole("dialog", { name: `Change ${name}` });
  await change.getByLabel("It lies in a private network").check();
  await change.getByRole("button", { name: "Save" }).click();
  await expect(change).toBeHidden();
  await row.getByRole("button", { name: `Test ${name}` }).click();
  await expect(row).toContainText("cannot be reached");
  const told = JSON.stringify(await api.read("/integrations"));
  for (const secret of ["hidden", "ppw_"]) expect(told).not.toContain(secret);
  await row.getByRole("button", { name: `Remove ${name}` }).click();
  await page
    .getByRole("dialog", { name: `Remove ${name}?` })
    .getByRole("button", { name: "Remove" })
    .click();
  await expect(row).toHaveCount(0);
});
