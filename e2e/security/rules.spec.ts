import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ as: "security" });

test("other days to remediate say what they would change before they are saved", async ({ page }) => {
  const main = await open(page, "/settings/sla");
  const high = main.getByLabel("Days, High, every environment", { exact: true });
  await expect(high).toHaveValue("30");
  await high.fill("1");
  await expect(main.getByText("What is exploited is due no later than what is not.")).toBeVisible();
  await expect(main.getByRole("button", { name: "Save" })).toBeDisabled();
  await main.getByLabel("Days when exploited, High, every environment", { exact: true }).fill("1");
  await expect(main.getByText(/would be due at another time|No finding’s due date would change/)).toBeVisible();
  await expect(main.getByRole("button", { name: "Save" })).toBeEnabled();
  await main.getByRole("button", { name: "Discard" }).click();
  await expect(high).toHaveValue("30");
});

test("a rule says what would change owner before it is saved", async ({ page }) => {
  const main = await open(page, "/settings/ownership");
  await main.getByRole("button", { name: "Add a rule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a rule" });
  const preview = dialog.getByRole("region", { name: "What would change owner" });
  await expect(preview).toContainText("State a condition");
  await dialog.getByLabel("Namespace", { exact: true }).fill("*");
  await dialog.getByLabel("Order", { exact: true }).fill("0");
  await expect(preview.getByText(/assets? would change owner/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("rules are put in another order by keys, with what that would change", async ({ page }) => {
  const main = await open(page, "/settings/ownership");
  const handles = main.getByRole("button", { name: /^Move the rule/ });
  await handles.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(main.getByRole("region", { name: "What would change owner" })).toContainText(/would change owner/);
  await main.getByRole("button", { name: "Discard" }).click();
  await expect(main.getByRole("button", { name: "Save the order" })).toHaveCount(0);
});

test("the audit log is read and narrowed down", async ({ page }) => {
  const main = await open(page, "/settings/audit");
  await expect(main.getByRole("table", { name: "Audit log" })).toBeVisible();
  await main.getByLabel("Did what").fill("nothing.of.the.kind");
  await expect(main.getByText("Nothing in the log fits what was asked for.")).toBeVisible();
  await main.getByRole("button", { name: "Clear the filters" }).click();
  await expect(main.getByRole("row").nth(1)).toBeVisible();
});
