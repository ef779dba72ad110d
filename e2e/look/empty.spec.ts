import { Api, keepSession } from "../support/api";
import { lookAt } from "../support/look";
import { password, people } from "../support/people";
import { expect, test } from "../support/test";

const folder = "empty";

test.beforeAll(async ({ baseURL }) => {
  for (const key of ["admin", "security", "teamless"] as const) {
    await keepSession(baseURL ?? "", key, people[key].email, password);
  }
});

test.describe("before anything was imported", () => {
  test.setTimeout(180_000);

  test.describe("an admin", () => {
    test.use({ as: "admin" });
    for (const path of [
      "/overview",
      "/settings/users",
      "/settings/teams",
      "/settings/tokens",
      "/settings/integrations",
    ]) {
      test(`${path} says what to do first`, ({ page }) => lookAt(page, folder, path));
    }
  });

  test.describe("security", () => {
    test.use({ as: "security" });
    for (const path of [
      "/findings",
      "/fixes",
      "/remediations",
      "/exceptions",
      "/clusters",
      "/teams",
      "/trends",
      "/sources",
      "/imports",
      "/settings/ownership",
    ]) {
      test(`${path} says why it is empty`, ({ page }) => lookAt(page, folder, path));
    }

    test("unknown is not healthy: there is no score at all", async ({ page }) => {
      await page.goto("/overview");
      await expect(page.getByText("Nothing is known yet")).toBeVisible();
      await expect(page.getByRole("main")).not.toContainText("100");
    });
  });

  test.describe("a developer without a team", () => {
    test.use({ as: "teamless" });
    test("the overview says why it is empty", ({ page }) => lookAt(page, "empty-teamless", "/overview"));
  });
});

test("whoever has not signed in sees the sign-in page", ({ page }) => lookAt(page, folder, "/sign-in"));

test("an instance with people but without data has no findings", async ({ baseURL }) => {
  const security = await Api.as("security", baseURL ?? "");
  const page = await security.read<{ items: unknown[]; count: object }>("/findings?state=all");
  expect(page).toMatchObject({ items: [], count: { value: 0, atLeast: false } });
  await security.dispose();
});
