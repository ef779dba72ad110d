import { dueName } from "@/components/finding/words";
import { dueWords } from "@/lib/domain/sla/standing";
import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ instance: "demo", as: "demo-devops" });

const DAY = 86_400_000;
/** Days from now between which each has its due dates. */
const windows = { breached: [Number.NEGATIVE_INFINITY, 0], at_risk: [0, 3], soon: [0, 7] } as const;

for (const word of dueWords)
  test(`what is "${dueName[word]}" can be opened, and is all there is of it`, async ({ page, api }) => {
    const { count } = await api.read<{ count: { value: number } }>(`/findings?due=${word}&limit=1`);
    const all = await api.read<{ count: { value: number } }>("/findings?limit=1");
    expect(count.value).toBeGreaterThan(0);
    expect(count.value).toBeLessThan(all.count.value);
    const main = await open(page, `/findings?due=${word}&sort=due`);
    await expect(main.locator("[aria-live]").first()).toHaveText(count.value.toLocaleString("en"));
    const rows = main
      .getByRole("table", { name: "Findings" })
      .getByRole("row")
      .filter({ has: page.getByRole("link") });
    const times = rows.locator("td time[data-tip^=Due]:visible");
    await expect(times.first()).toBeVisible();
    const [from, to] = windows[word];
    const now = Date.now();
    for (const at of await times.evaluateAll((all) => all.map((time) => time.getAttribute("datetime") ?? ""))) {
      expect((Date.parse(at) - now) / DAY, at).toBeGreaterThan(from - 0.01);
      expect((Date.parse(at) - now) / DAY, at).toBeLessThan(to + 0.01);
    }
    await main.getByRole("button", { name: `Remove filter ${dueName[word]}` }).click();
    await expect(page).not.toHaveURL(/due=/);
    await expect(main.locator("[aria-live]").first()).not.toHaveText(count.value.toLocaleString("en"));
  });
