import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ as: "security" });

test("the overview begins with sentences whose nouns are links, then clusters by area", async ({ page }) => {
  const main = await open(page, "/overview");
  await expect(main.getByRole("heading", { level: 1 })).toHaveText("Fleet posture");
  await expect(
    main
      .getByRole("paragraph")
      .filter({ has: page.getByRole("link") })
      .first(),
  ).toBeVisible();

  const map = main.getByRole("table", { name: "Clusters by area" });
  for (const name of ["Orchard", "Walnut cellar", "Pear yard"]) {
    await expect(map.getByRole("rowheader", { name: new RegExp(`^${name}`) })).toBeVisible();
  }
});

test("a cell leads to the cluster and the area, and the area explains its score", async ({ page }) => {
  const main = await open(page, "/overview");
  const cell = main.getByRole("link", { name: /^Orchard, application: score \d+/ });
  const score = /score (\d+)/.exec((await cell.getAttribute("aria-label")) ?? "")?.[1];
  await cell.click();
  await expect(page).toHaveURL(/\/clusters\/orchard-prod\?area=application$/);
  const area = page.getByRole("main").getByRole("region", { name: "Application" });
  await expect(area).toContainText("Points of present findings");
  await expect(page.getByRole("link", { name: `Orchard, application: score ${score}` })).toBeVisible();

  await area.getByRole("link", { name: "Findings in this area" }).click();
  await expect(page).toHaveURL(/\/findings\?cluster=orchard-prod&area=application$/);
  await expect(page.getByRole("table", { name: "Findings" })).toBeVisible();
});

test("an area that nobody looked at is unknown, never a good score", async ({ page }) => {
  const main = await open(page, "/overview");
  const cell = main.getByRole("link", { name: /^Pear yard, people: / });
  await expect(cell).toHaveAccessibleName(/^Pear yard, people: unknown/);
  await expect(cell).toHaveText("?");
});

test("the heat map is one tab stop, and arrows move in it", async ({ page }) => {
  const main = await open(page, "/overview");
  const map = main.getByRole("table", { name: "Clusters by area" });
  const first = map.getByRole("rowheader").first().getByRole("link").first();
  await first.focus();
  await page.keyboard.press("ArrowRight");
  const firstArea = map.getByRole("row").nth(1).getByRole("cell").first().getByRole("link");
  await expect(firstArea).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(map.getByRole("row").nth(2).getByRole("cell").first().getByRole("link")).toBeFocused();
});

test("every chart has the table behind it", async ({ page }) => {
  const main = await open(page, "/overview");
  await main.getByRole("button", { name: /table/i }).first().click();
  await expect(main.getByRole("columnheader", { name: /coverage/i }).first()).toBeVisible();
});

test("score and counts are the same on the overview, the cluster page and in the list", async ({ page, api }) => {
  type Posture = { rows: { key: string; name: string; findings: number }[]; total: { findings: number } };
  const posture = await api.read<Posture>("/posture?by=cluster");
  expect(posture.rows.reduce((sum, row) => sum + row.findings, 0)).toBe(posture.total.findings);
  // Into the others, tests beside this one import.
  for (const row of posture.rows.filter(({ key }) => ["orchard-prod", "walnut-cellar"].includes(key))) {
    await open(page, `/clusters/${row.key}`);
    await expect(page.getByRole("main").getByRole("link", { name: `${row.findings} findings` })).toBeVisible();
    const open_ = await api.read<{ count: { value: number } }>(`/findings?cluster=${row.key}&limit=1`);
    expect(open_.count.value).toBe(row.findings);
  }
});
