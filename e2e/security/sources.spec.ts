import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ as: "security" });

test("the page of sources begins with a sentence, then every cluster with who was heard there", async ({ page }) => {
  const main = await open(page, "/sources");
  await expect(main.getByRole("heading", { level: 1 })).toHaveText("Sources");
  // What other tests broke in the meantime is said before it.
  await expect(main.getByRole("paragraph").filter({ hasText: /nothing has ever assessed/i })).toBeVisible();
  const matrix = main.getByRole("table", { name: "Clusters by source" });
  for (const name of ["Orchard", "Walnut cellar", "Pear yard"]) {
    await expect(matrix.getByRole("rowheader", { name })).toBeVisible();
  }
  await expect(matrix.getByRole("columnheader", { name: "trivy" })).toBeVisible();
  const row = matrix.getByRole("row").filter({ hasText: "Walnut cellar" });
  await expect(row).toContainText("people");
  await expect(row).toContainText("%");
});

test("a cell leads to its targets and to its reports", async ({ page }) => {
  const main = await open(page, "/sources");
  await main.getByRole("link", { name: /^trivy on Orchard: last heard \d+ h ago · 3 targets/ }).click();
  const dialog = page.getByRole("dialog", { name: "trivy on Orchard" });
  await expect(dialog.getByRole("table", { name: "Targets" }).getByRole("row")).toHaveCount(4);
  await expect(dialog).toContainText("quince/storefront");
  await expect(page).toHaveURL(/\/sources\?tool=trivy&on=orchard-prod$/);

  await dialog.getByRole("link", { name: "Its reports" }).click();
  await expect(page).toHaveURL(/\/imports\?tool=trivy&cluster=orchard-prod$/);
  const reports = page.getByRole("list", { name: "Imports", exact: true }).getByRole("listitem");
  await expect(reports.filter({ hasText: "storefront.json" })).toBeVisible();
  await expect(reports.filter({ hasText: "walnut-press.json" })).toHaveCount(0);
  await expect(reports.filter({ hasText: "orchard-prod-objects.json" })).toHaveCount(0);
  await page.getByRole("link", { name: "All reports" }).click();
  await expect(page).toHaveURL(/\/imports$/);
});

test("closing what is behind a cell gives the matrix back", async ({ page }) => {
  await open(page, "/sources?tool=trivy&on=walnut-cellar");
  const dialog = page.getByRole("dialog", { name: "trivy on Walnut cellar" });
  await expect(dialog.getByRole("table", { name: "Targets" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/sources$/);
});

test("a report that cannot be read shows at its source, with the reason, until a good one comes", async ({
  page,
  api,
}) => {
  const upload = (content: string) => api.importReport({ cluster: "pear-yard", fileName: "bench.json" }, content);
  const control = { id: "1", version: "cis-1.9", text: "Control plane", node_type: "master", tests: [] };
  await upload(JSON.stringify({ Controls: [control], Totals: {} }).slice(0, -20));
  const main = await open(page, "/sources");
  const cell = main.getByRole("link", { name: /^kube-bench on Pear yard: the last report could not be read/ });
  await cell.click();
  const dialog = page.getByRole("dialog", { name: "kube-bench on Pear yard" });
  await expect(dialog).toContainText("The last report could not be read");
  await expect(dialog).toContainText(/ends|end of/);
  await dialog.getByRole("link", { name: "The upload" }).click();
  await expect(page.getByRole("dialog", { name: "bench.json" })).toContainText("Failed");

  // Of a source that is heard on one cluster alone, the table behind the matrix says so for the others.
  await open(page, "/sources");
  await main.getByRole("button", { name: "Clusters by source: show as table" }).click();
  await expect(main.getByRole("cell", { name: "never", exact: true }).first()).toBeVisible();
});

test("the table behind the matrix says the same in words", async ({ page }) => {
  const main = await open(page, "/sources");
  await main.getByRole("button", { name: "Clusters by source: show as table" }).click();
  await expect(main.getByRole("columnheader", { name: "Never assessed" })).toBeVisible();
  await expect(main.getByRole("row").filter({ hasText: "Walnut cellar" })).toContainText(/\d{4}-\d{2}-\d{2}/);
});
