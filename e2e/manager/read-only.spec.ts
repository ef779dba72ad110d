import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ as: "manager" });

test("a manager reads every cluster and team", async ({ page, api }) => {
  await open(page, "/");
  await expect(page).toHaveURL(/\/trends$/);
  await open(page, "/overview");
  const map = page.getByRole("table", { name: "Clusters by area" });
  for (const name of ["Orchard", "Walnut cellar", "Pear yard"]) {
    await expect(map.getByRole("rowheader", { name: new RegExp(`^${name}`) })).toBeVisible();
  }
  await open(page, "/teams/walnut");
  await expect(page.getByRole("heading", { name: "Walnut Works" })).toBeVisible();
  const { count } = await api.read<{ count: { value: number } }>("/findings?team=walnut&limit=1");
  await expect(page.getByRole("link", { name: `All ${count.value}` })).toBeVisible();
});

test("nothing on any page offers a change", async ({ page, api }) => {
  const { items } = await api.read<{ items: { id: string; abilities: object }[] }>("/findings?limit=1");
  expect(items[0]?.abilities).toMatchObject({ "findings.triage": false });
  await open(page, `/findings?finding=${items[0]?.id}`);
  const drawer = page.getByRole("dialog", { name: /^Finding / });
  await expect(drawer.getByRole("region", { name: "Evidence" })).toBeVisible();
  for (const name of ["Claim", "Take over", "Assign", "To do"]) {
    await expect(drawer.getByRole("button", { name })).toHaveCount(0);
  }
  await expect(page.getByRole("checkbox", { name: /^Select / })).toHaveCount(0);
  await page.keyboard.press("a");
  await expect(drawer).toBeVisible();

  await open(page, "/imports");
  await expect(page.getByRole("form", { name: "Import reports" })).toHaveCount(0);
  for (const path of ["/clusters", "/teams", "/settings/ownership"]) {
    await open(page, path);
    await expect(
      page.getByRole("main").getByRole("button", { name: /Add|Make|Connect|Edit|Delete|Remove/ }),
    ).toHaveCount(0);
  }
});

test("the API refuses every change", async ({ api }) => {
  const document = await api.read<{ paths: Record<string, Record<string, unknown>> }>("/openapi.json");
  // What is their own, who gets what (which looks at the team that is named), and what a tracker signs itself.
  const session = ["/session/list/{id}", "/session/password", "/setup", "/notices/read", "/notices/preference"];
  const own = [...session, "/notices/rules", "/notices/rules/{id}", "/tickets/github"];
  const accepted: string[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    if (own.includes(path)) continue;
    for (const method of Object.keys(methods).filter((one) => one !== "get")) {
      const address = path.replaceAll("{slug}", "quince").replaceAll(/\{\w+\}/g, "1");
      const answer = await api.send(method.toUpperCase(), address, {});
      if (answer.status() !== 403) accepted.push(`${method} ${address}: ${answer.status()}`);
    }
  }
  expect(accepted).toEqual([]);
  const rule = { team: "quince", timing: "now" };
  expect((await api.send("POST", "/notices/rules", rule)).status()).toBe(403);
  expect((await api.send("PUT", "/notices/rules/1", rule)).status()).toBe(404);
  expect((await api.send("POST", "/tickets/github", {})).ok()).toBe(false);
});
