import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ instance: "demo", as: "demo-manager" });

interface Trends {
  since: string;
  total: { now: { fixed: number; end: { openTotal: number } } };
  rows: { key: string | null; name: string; now: { end: { openTotal: number; score: number | null } } }[];
}

test("is team X better than last quarter, and why: three clicks from the landing page", async ({ page, api }) => {
  await open(page, "/");
  await expect(page).toHaveURL(/\/trends$/);
  const main = page.getByRole("main");
  const { rows } = await api.read<Trends>("/trends?by=team");
  const team = rows.find((row) => row.key !== null && row.now.end.score !== null);

  await main.getByRole("link", { name: "Quarter" }).click();
  await expect(page).toHaveURL(/period=quarter/);
  await main.getByRole("table", { name: "By team" }).getByRole("link", { name: team?.name, exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`team=${team?.key}`));

  // Whether: the verdict, with the figures that it rests on. Why: what moved most, as a link to the findings.
  await expect(main.getByRole("heading", { level: 1 })).toHaveText(`Trends of ${team?.name}`);
  const verdict = main.getByRole("paragraph").first();
  await expect(verdict).toHaveText(
    new RegExp(
      `^${team?.name} is (better than|worse than|as it was) at the end of last quarter: score \\d+ → \\d+, open findings`,
    ),
  );
  const why = main.getByRole("paragraph").filter({ hasText: /^Most of the (gain|loss) comes from/ });
  await why.getByRole("link").click();
  await expect(page).toHaveURL(/\/findings\?.*area=/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("the page says first what changed, then shows it, and each picture has its numbers", async ({ page, api }) => {
  const main = await open(page, "/trends");
  await expect(main.getByRole("paragraph").first()).toContainText(/^Open .*findings (fell|rose|stayed)/);
  const trends = await api.read<Trends>("/trends?from=2026-01-01");
  expect(trends.since).toMatch(/^\d{4}-\d\d-\d\d$/);
  await expect(
    main
      .getByRole("figure", { name: /^Open findings from/ })
      .locator("svg")
      .first(),
  ).toBeVisible();
  await expect(
    main
      .getByRole("figure", { name: /^Score and coverage/ })
      .locator("svg")
      .first(),
  ).toBeVisible();
  for (const title of ["Open findings over time", "Score and coverage over time", "By team"]) {
    const part = main.getByRole("region", { name: title, exact: true });
    await part.getByRole("button", { name: `${title}: show as table` }).click();
    await expect(
      part
        .getByRole("region", { name: `${title}, as table` })
        .getByRole("row")
        .nth(1),
    ).toBeVisible();
  }
});

test("period, area, severity and the table's axis live in the address", async ({ page }) => {
  const main = await open(page, "/trends");
  await main.getByLabel("Area").selectOption("application");
  await expect(page).toHaveURL(/area=application/);
  await main.getByLabel("Severity").selectOption("high");
  await expect(page).toHaveURL(/severity=high/);
  await expect(main.getByRole("paragraph").first()).toContainText("Open high findings");
  await main.getByRole("link", { name: "By cluster" }).click();
  await expect(main.getByRole("table", { name: "By cluster" })).toBeVisible();
  await main.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/area=application&severity=high&by=cluster&period=7/);
  await page.reload();
  await expect(main.getByLabel("Severity")).toHaveValue("high");
  await expect(main.getByRole("link", { name: "7 days" })).toHaveAttribute("aria-current", "true");
});

test("days of one's own", async ({ page, api }) => {
  const { since } = await api.read<Trends>("/trends");
  const from = new Date(Date.parse(since) + 20 * 86_400_000).toISOString().slice(0, 10);
  const to = new Date(Date.parse(since) + 49 * 86_400_000).toISOString().slice(0, 10);
  const main = await open(page, "/trends");
  await main.getByRole("button", { name: "Dates" }).click();
  await page.getByLabel("From", { exact: true }).fill(from);
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByRole("button", { name: "Show these days" }).click();
  await expect(page).toHaveURL(new RegExp(`from=${from}&to=${to}`));
  await expect(main.getByRole("paragraph").first()).toContainText(/ to .* 20\d\d/);
});

test("on paper there is the page and nothing that one could click", async ({ page }) => {
  const main = await open(page, "/trends");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("complementary", { name: "Rail" })).toBeHidden();
  await expect(page.getByRole("banner").getByRole("button", { name: /Search/ })).toBeHidden();
  await expect(main.getByRole("button").first()).toBeHidden();
  await expect(main.getByRole("columnheader", { name: "In time" })).toBeVisible();
});
