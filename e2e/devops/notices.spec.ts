import { Api } from "../support/api";
import { ownUrl } from "../support/instances";
import { open } from "../support/pages";
import { people } from "../support/people";
import { expect, test } from "../support/test";

test.use({ as: "pear" });

test("who is mentioned hears of it at the bell, goes there, and has read it", async ({ page, api }) => {
  const found = await api.read<{ items: { id: string; rule: string }[] }>("/findings?team=pear&sort=newest&limit=1");
  const [finding] = found.items;
  if (!finding) throw new Error("Pear has no finding");
  const security = await Api.as("security", ownUrl);
  await security.write("POST", `/findings/${finding.id}/comments`, {
    text: `@pia and @wanda: please look (${Date.now()})`,
  });
  await expect
    .poll(async () => (await api.read<{ unread: { value: number } }>("/notices")).unread.value)
    .toBeGreaterThan(0);
  await open(page, "/findings");
  await page.getByRole("button", { name: /^Notices, \d+ unread$/ }).click();
  const box = page.getByRole("dialog", { name: "Notices" });
  const row = box.getByRole("link", { name: `${people.security.name} mentioned you at ${finding.rule}` }).first();
  await row.click();
  await expect(page).toHaveURL(new RegExp(`finding=${finding.id}$`));
  await expect(page.getByRole("dialog", { name: /^Finding / })).toBeVisible();
  await expect(page.getByRole("button", { name: "Notices", exact: true })).toBeVisible();
  // Whoever may not see the finding was mentioned in vain.
  const walnut = await Api.as("walnut", ownUrl);
  const theirs = await walnut.read<{ items: { title: string }[] }>("/notices");
  expect(theirs.items.filter(({ title }) => title.includes(finding.rule))).toEqual([]);
});

test("one chooses what one is told, and goes back to the defaults", async ({ page }) => {
  await open(page, "/settings/notifications");
  const main = page.getByRole("main");
  await main.getByLabel("Digest of new findings").selectOption("weekly");
  await main.getByLabel("Day").selectOption("Tuesday");
  await main.getByLabel("A fix is verified").uncheck();
  await main.getByLabel("Time zone").fill("Europe/Berlin");
  await main.getByRole("button", { name: "Save" }).click();
  await expect(main.getByRole("button", { name: "Back to the defaults" })).toBeVisible();
  await page.reload();
  await expect(main.getByLabel("Day")).toHaveValue("2");
  await expect(main.getByLabel("A fix is verified")).not.toBeChecked();
  await main.getByRole("button", { name: "Back to the defaults" }).click();
  await expect(main.getByLabel("Digest of new findings")).toHaveValue("daily");
  await expect(main.getByLabel("A fix is verified")).toBeChecked();
});
