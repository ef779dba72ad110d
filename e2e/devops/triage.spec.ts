import type { Page } from "@playwright/test";
import { Api } from "../support/api";
import { ownUrl } from "../support/instances";
import { open } from "../support/pages";
import { people } from "../support/people";
import { expect, test } from "../support/test";

test.use({ as: "pear" });

interface Row {
  id: string;
  rule: string;
}

const drawer = (page: Page) => page.getByRole("dialog", { name: /^Finding / });
const toast = (page: Page, text: string) => page.getByRole("region", { name: "Notifications" }).getByText(text);

/** A finding of Pear's crate that no other test touches: they are told apart by number. */
async function crateFinding(api: Api, number: number): Promise<Row> {
  const page = await api.read<{ items: Row[] }>(`/findings?team=pear&q=CVE-2024-${10_000 + number}&limit=1`);
  const row = page.items[0];
  if (!row) throw new Error(`Pear has no finding ${number}`);
  return row;
}

test("the landing page is the team's queue, by risk, with what is due", async ({ page }) => {
  await open(page, "/");
  await expect(page).toHaveURL(/\/teams\/pear$/);
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: "Pear Yard" })).toBeVisible();
  await expect(main.getByRole("list", { name: "Work of the team" }).getByRole("listitem")).toHaveCount(3);
  const queue = main.getByRole("table", { name: "Findings" });
  await expect(queue.getByRole("row").nth(1).getByRole("img", { name: "Critical" })).toBeVisible();
  await queue.getByRole("row").nth(1).getByRole("link").click();
  await expect(drawer(page)).toBeVisible();
  await expect(page).toHaveURL(/\/teams\/pear\?finding=\d+$/);
});

test("claim, begin, and say it is done: the history tells who did what", async ({ page, api }) => {
  const { id } = await crateFinding(api, 1);
  await open(page, `/findings?team=pear&finding=${id}`);
  await drawer(page).getByRole("button", { name: "Claim" }).click();
  await expect(toast(page, "Claimed by you")).toBeVisible();
  await expect(drawer(page).getByRole("button", { name: "Release" })).toBeVisible();

  await drawer(page).getByRole("button", { name: "To do" }).click();
  await page.getByRole("menuitemradio", { name: "In progress" }).click();
  await expect(drawer(page).getByRole("button", { name: "In progress" })).toBeVisible();
  await expect(toast(page, "In progress")).toBeVisible();

  await page.reload();
  const history = drawer(page).getByRole("region", { name: "History" });
  await expect(history.getByRole("listitem").nth(0)).toContainText(`In progress · ${people.pear.name}`);
  await expect(history.getByRole("listitem").nth(1)).toContainText(people.pear.name);
  const mine = await api.read<{ items: Row[] }>("/findings?assignee=me&state=in_progress");
  expect(mine.items.map((row) => row.id)).toContain(id);
});

test("what was claimed by mistake is undone on the spot", async ({ page, api }) => {
  const { id } = await crateFinding(api, 5);
  await open(page, `/findings?team=pear&finding=${id}`);
  await drawer(page).getByRole("button", { name: "Claim" }).click();
  await page.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).click();
  await expect(toast(page, "Taken back")).toBeVisible();
  await expect(drawer(page).getByRole("button", { name: "Claim" })).toBeVisible();
  expect(await api.read(`/findings/${id}`)).toMatchObject({ assignee: null });
});

test("several are claimed at once by keyboard", async ({ page, api }) => {
  const picked = await Promise.all([crateFinding(api, 9), crateFinding(api, 13)]);
  await open(page, "/findings?team=pear&severity=high&q=libpear&sort=newest");
  for (const { rule } of picked) await page.getByRole("checkbox", { name: new RegExp(`^Select ${rule} `) }).check();
  const bar = page.getByRole("region", { name: "Selected findings" });
  await expect(bar).toContainText("2 findings selected");
  await bar.getByRole("button", { name: "Claim" }).click();
  for (const { id } of picked) {
    await expect.poll(() => api.read(`/findings/${id}`)).toMatchObject({ assignee: people.pear.name });
  }
});

test.describe("what the rights table forbids", () => {
  test.use({ expectedStatuses: [403, 404] });

  test("is refused, and offered nowhere", async ({ page, api }) => {
    const security = await Api.as("security", ownUrl);
    const theirs = await security.read<{ items: Row[] }>("/findings?team=quince&limit=1");
    await security.dispose();
    const refused: [string, string, object, number][] = [
      ["PATCH", `/findings/${theirs.items[0]?.id}`, { assignee: "me" }, 404],
      ["POST", "/reports?cluster=pear-yard", {}, 403],
      ["POST", "/reports/1/confirm", {}, 403],
      ["POST", "/clusters", { slug: "mine" }, 403],
      ["PATCH", "/clusters/pear-yard", { name: "Mine" }, 403],
      ["POST", "/ownership", { team: "pear", namespace: "*" }, 403],
      ["DELETE", "/ownership/1", {}, 403],
      ["POST", "/teams", { slug: "mine", name: "Mine" }, 403],
      ["PUT", "/teams/pear/members", { email: people.teamless.email }, 403],
      ["POST", "/users", { name: "X", email: "x@example.org", role: "admin", password: "a long enough one" }, 403],
      ["POST", "/tokens", { name: "x", kind: "read" }, 403],
    ];
    for (const [method, path, body, status] of refused) {
      const answer = await api.send(method, path, { ...body });
      expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBe(status);
    }
    await open(page, "/imports");
    await expect(page.getByRole("form", { name: "Import reports" })).toHaveCount(0);
    await open(page, "/clusters");
    await expect(page.getByRole("button", { name: "Connect a cluster" })).toHaveCount(0);
    await open(page, "/settings/ownership");
    await expect(page.getByRole("main").getByRole("button", { name: /Add|Edit|Remove|Delete/ })).toHaveCount(0);
  });
});
