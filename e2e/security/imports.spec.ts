import type { Page } from "@playwright/test";
import { flaws } from "../support/fleet";
import { open } from "../support/pages";
import { expect, test } from "../support/test";
import { digestOf, trivyImage } from "../support/trivy";

test.use({ as: "security" });

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const image = (name: string) => `registry.example.com/pear/${name}:1.0.0`;

/** A report on an image of Pear as a file to choose. */
function file(fileName: string, name: string, found: number, at: string) {
  const report = trivyImage({
    image: image(name),
    digest: digestOf(name),
    at,
    vulnerabilities: flaws(2025, found, "libpear"),
  });
  return { name: fileName, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(report)) };
}

async function upload(page: Page, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await page.getByLabel("Cluster", { exact: true }).selectOption("pear-yard");
  await page.getByLabel("Choose files").setInputFiles(files);
}

/** What the list of imports says of a file. */
const entry = (page: Page, fileName: string) =>
  page.getByRole("list", { name: "Imports" }).getByRole("listitem").filter({ hasText: fileName });

test("a chosen file is imported, and the page says what that did", async ({ page }) => {
  await open(page, "/imports");
  const row = entry(page, "first-upload.json");
  await upload(page, file("first-upload.json", "first-upload", 12, minutesAgo(30)));
  await expect(row.getByRole("img", { name: "Imported" })).toBeVisible();
  await expect(row).toContainText("12 new");
  await expect(row).toContainText("pear-yard");
  await row.getByRole("link").click();
  const dialog = page.getByRole("dialog", { name: "first-upload.json" });
  await expect(dialog).toContainText("12 problems in the file make 12 findings");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(/report=/);
});

test("the same file again changes nothing, and says so", async ({ page }) => {
  const same = file("again.json", "again", 9, minutesAgo(30));
  await open(page, "/imports");
  const first = entry(page, "again.json");
  await upload(page, same);
  await expect(first).toContainText("9 new");
  await upload(page, { ...same, name: "again-2.json" });
  const second = entry(page, "again-2.json");
  await expect(second).toContainText("9 findings as before");
});

test("broken and unknown files say why, beside one that works", async ({ page }) => {
  const whole = file("whole.json", "whole", 3, minutesAgo(20));
  const cut = { ...whole, name: "cut.json", buffer: whole.buffer.subarray(0, whole.buffer.length - 40) };
  const other = { ...whole, name: "other.json", buffer: Buffer.from('{"hello": "world"}') };
  await open(page, "/imports");
  const [wholeRow, cutRow, otherRow] = [entry(page, "whole.json"), entry(page, "cut.json"), entry(page, "other.json")];
  await upload(page, whole, cut, other);
  await expect(wholeRow.getByRole("img", { name: "Imported" })).toBeVisible();
  for (const row of [cutRow, otherRow]) await expect(row.getByRole("img", { name: "Failed" })).toBeVisible();
  await expect(cutRow.getByRole("paragraph")).toHaveText(/ends|truncated|end of|cut|expected/i);
  await expect(otherRow.getByRole("paragraph")).toHaveText(/recogni/i);
  for (const row of [cutRow, otherRow]) await expect(row).not.toContainText(/\bat .*\.(ts|js):\d+/);

  await page.getByRole("link", { name: "Failed" }).click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(cutRow).toBeVisible();
  await expect(wholeRow).toHaveCount(0);
});

for (const { answer, button, sure, said, left } of [
  { answer: "confirmed", button: /^Close 29$/, sure: /^Close 29$/, said: "Closed 29 findings", left: 1 },
  { answer: "refused", button: "Keep them open", sure: "Keep them open", said: "They stay open", left: 30 },
]) {
  test(`a report that would close most of a scope waits until that is ${answer}`, async ({ page, api }) => {
    const name = `held-${answer}`;
    await api.importReport({ cluster: "pear-yard" }, JSON.parse(file("", name, 30, minutesAgo(60)).buffer.toString()));
    await open(page, "/imports");
    const row = entry(page, `${name}.json`);
    await upload(page, file(`${name}.json`, name, 1, minutesAgo(5)));
    await expect(row.getByRole("img", { name: "Held" })).toBeVisible();
    await expect(row).toContainText("It would also close 29 findings");
    const open_ = async () => (await api.read<{ count: { value: number } }>(`/findings?q=${name}&limit=1`)).count.value;
    expect(await open_()).toBe(30);

    await row.getByRole("button", { name: button }).click();
    await page.getByRole("dialog").getByRole("button", { name: sure }).click();
    await expect(page.getByText(said)).toBeVisible();
    await expect(row.getByRole("img", { name: "Imported" })).toBeVisible();
    expect(await open_()).toBe(left);
  });
}

test("a preview says what would happen and changes nothing", async ({ page, api }) => {
  await open(page, "/imports");
  await page.getByText("More about the files").click();
  await page.getByRole("checkbox", { name: /^Only preview/ }).check();
  const row = entry(page, "preview.json");
  await upload(page, file("preview.json", "preview", 7, minutesAgo(10)));
  await expect(row).toContainText("Preview: 7 new");
  expect((await api.read<{ count: { value: number } }>("/findings?q=pear/preview&limit=1")).count.value).toBe(0);
});
