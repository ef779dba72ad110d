import type { Page } from "@playwright/test";
import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ as: "security" });

const table = (page: Page) => page.getByRole("table", { name: "Findings" });
const rows = (page: Page) =>
  table(page)
    .getByRole("row")
    .filter({ has: page.getByRole("link") });
const drawer = (page: Page) => page.getByRole("dialog", { name: /^Finding / });

test("facets narrow the list, and their counts are what the list then has", async ({ page }) => {
  await open(page, "/findings?team=quince");
  const filters = page.getByRole("complementary", { name: "Filters" });
  const critical = filters.getByRole("checkbox", { name: /^Critical/ });
  const label = filters.locator("label", { has: page.getByText("Critical", { exact: true }) });
  await expect(label).toHaveText(/^Critical\s*[1-9]/);
  const said = ((await label.textContent()) ?? "").replace("Critical", "");
  await critical.click();
  await expect(critical).toBeChecked();
  await expect(page).toHaveURL(/severity=critical/);
  await expect(page.getByRole("main").locator("[aria-live]").first()).toHaveText(said);
  await expect(rows(page).getByRole("img", { name: "Critical" }).first()).toBeVisible();
  await expect(rows(page).getByRole("img", { name: "High" })).toHaveCount(0);

  await page.getByRole("button", { name: "Remove filter Critical" }).click();
  await expect(page).not.toHaveURL(/severity/);
  await expect(critical).not.toBeChecked();
});

test("a search for a CVE finds it wherever it is", async ({ page }) => {
  await open(page, "/findings");
  await page.keyboard.press("/");
  await page.getByRole("searchbox", { name: "Search findings" }).fill("CVE-2022-77777");
  await expect(page).toHaveURL(/q=CVE-2022-77777/);
  await expect(rows(page)).toHaveCount(4);
  for (const row of await rows(page).all()) await expect(row).toContainText("CVE-2022-77777");

  await page.getByRole("searchbox", { name: "Search findings" }).fill("no such thing at all");
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
  await page.getByRole("button", { name: "Clear the filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("the order can be chosen, and stays through the address", async ({ page }) => {
  await open(page, "/findings?team=quince");
  await expect(rows(page).first().getByRole("img", { name: "Critical" })).toBeVisible();
  await page.getByRole("combobox", { name: "Order" }).selectOption("due");
  await expect(page).toHaveURL(/sort=due/);
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Order" })).toHaveValue("due");
});

test("scrolling brings every finding, page after page, each once", async ({ page, api }) => {
  const { count } = await api.read<{ count: { value: number } }>("/findings?team=quince&limit=1");
  expect(count.value).toBeGreaterThan(200);
  await open(page, "/findings?team=quince");
  const last = table(page).locator(`tr[aria-rowindex="${count.value + 1}"]`);
  const seen = new Set<string>();
  await expect(async () => {
    await page.mouse.wheel(0, 3000);
    for (const href of await rows(page)
      .getByRole("link")
      .evaluateAll((links) => links.map((one) => one.getAttribute("href")))) {
      if (href) seen.add(href);
    }
    await expect(last).toBeVisible({ timeout: 50 });
  }).toPass({ timeout: 30_000, intervals: [30] });
  expect(await table(page).getAttribute("aria-rowcount")).toBe(String(count.value + 1));
  expect(seen.size).toBeLessThanOrEqual(count.value);
});

test("keys open, step through and close the drawer, and the focus comes back", async ({ page }) => {
  await open(page, "/findings?team=quince");
  await page.keyboard.press("j");
  await expect(rows(page).nth(0).getByRole("link")).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows(page).nth(1).getByRole("link")).toBeFocused();
  await page.keyboard.press("k");
  const first = rows(page).nth(0).getByRole("link");
  await expect(first).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(drawer(page)).toBeVisible();
  await expect(page).toHaveURL(/finding=\d+/);
  for (const name of ["What", "Why it matters here", "Fix", "Where else", "Evidence", "History"]) {
    await expect(drawer(page).getByRole("region", { name })).toBeVisible();
  }
  const before = page.url();
  await page.keyboard.press("j");
  await expect(page).not.toHaveURL(before);
  await page.keyboard.press("k");
  await expect(page).toHaveURL(before);
  await expect(first).toHaveAttribute("aria-current", "true");

  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();
  await expect(page).not.toHaveURL(/finding=/);
  await expect(first).toBeFocused();
});

test("the address is the view: another browser tab gets the same, and Back goes back", async ({ page, context }) => {
  await open(page, "/findings?team=quince&severity=critical,high&sort=newest&q=libquince");
  await rows(page).nth(2).getByRole("link").click();
  await expect(drawer(page)).toBeVisible();
  const said = await drawer(page).getAttribute("aria-label");
  const titles = await rows(page).getByRole("link").allTextContents();

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(drawer(other)).toHaveAttribute("aria-label", said ?? "");
  await expect(rows(other).getByRole("link").first()).toHaveText(titles[0] ?? "");
  await expect(other.getByRole("combobox", { name: "Order" })).toHaveValue("newest");
  await expect(other.getByRole("searchbox", { name: "Search findings" })).toHaveValue("libquince");
  await other.close();

  await page.goBack();
  await expect(drawer(page)).toBeHidden();
  await expect(page).toHaveURL(/q=libquince$/);
});

test("the drawer says what, where, since when, how it is fixed and who says so", async ({ page }) => {
  await open(page, "/findings?q=CVE-2022-77777&cluster=walnut-cellar");
  await rows(page).first().getByRole("link").click();
  const box = drawer(page);
  await expect(box.getByRole("link", { name: "Walnut cellar" })).toBeVisible();
  await expect(box.getByRole("link", { name: "Walnut Works" })).toBeVisible();
  await expect(box.getByRole("region", { name: "Evidence" })).toContainText("libcommon");
  await expect(box.getByRole("region", { name: "Evidence" })).toContainText("1.2.0");
  await expect(box.getByRole("region", { name: "Evidence" })).toContainText("trivy", { ignoreCase: true });
  await expect(box.getByRole("region", { name: "Where else" }).getByRole("listitem")).toHaveCount(3);
  await expect(box.getByRole("region", { name: "History" })).toContainText("First seen");
});
