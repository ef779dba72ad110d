import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ instance: "demo", as: "demo-security" });

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const written = (day: string) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    new Date(day),
  );

test("the overview of a past day says so all the time, and leads back to now", async ({ page, api }) => {
  const main = await open(page, "/overview");
  const day = daysAgo(30);
  await page.getByRole("button", { name: "As of now" }).click();
  await page.getByLabel("The evening of").fill(day);
  await page.getByRole("button", { name: "Show that day" }).click();
  await expect(page).toHaveURL(new RegExp(`asOf=${day}`));
  const banner = main.getByRole("status").filter({ hasText: `Posture of ${written(day)}` });
  await expect(banner).toBeVisible();

  type Posture = { posture: { day: string; total: { overall: { score: number } } } };
  const { posture } = await api.read<Posture>(`/overview?asOf=${day}`);
  expect(posture.day).toBe(day);
  const score = new RegExp(`score ${Math.round(posture.total.overall.score)}`);
  await expect(main.getByRole("button", { name: score })).toBeVisible();
  // What is not kept is not made up.
  for (const name of ["Weighs most", "Newest critical"]) {
    await expect(main.getByRole("region", { name })).toContainText("not kept");
    await expect(main.getByRole("region", { name }).getByRole("listitem")).toHaveCount(0);
  }
  await banner.getByRole("link", { name: "Back to now" }).click();
  await expect(page).toHaveURL(/\/overview$/);
  await expect(banner).toBeHidden();
});

test("from cell to cluster the day goes along, and no link leads to findings of now", async ({ page }) => {
  const day = daysAgo(20);
  const main = await open(page, `/overview?asOf=${day}`);
  await main
    .getByRole("table", { name: "Clusters by area" })
    .getByRole("rowheader")
    .first()
    .getByRole("link")
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`/clusters/[a-z0-9-]+\\?asOf=${day}`));
  await expect(main.getByRole("status").filter({ hasText: "Posture of" })).toBeVisible();
  await expect(main.locator('a[href^="/findings"]')).toHaveCount(0);
  for (const name of ["Workloads by risk", "Evidence"]) {
    await expect(main.getByRole("region", { name })).toContainText("not kept");
  }
});

test("a team of a past day has no queue, and a day before all history has no posture", async ({ page }) => {
  const main = await open(page, `/teams/checkout?asOf=${daysAgo(10)}`);
  await expect(main.getByRole("region", { name: "Queue by risk" })).toContainText("not kept");
  await open(page, "/overview?asOf=2020-01-01");
  await expect(main.getByText("Nothing is known of that day")).toBeVisible();
  await expect(main.getByRole("table")).toHaveCount(0);
});
