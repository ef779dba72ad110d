import { Api } from "../support/api";
import { password, people } from "../support/people";
import { expect, test } from "../support/test";

test.describe.configure({ mode: "serial" });

test("an empty instance asks for its first admin and lets them in", async ({ page }) => {
  await page.goto("/findings");
  await expect(page).toHaveURL(/\/setup$/);
  await expect(page.getByRole("heading", { name: "Make the first admin" })).toBeVisible();

  await page.getByLabel("Name").fill(people.admin.name);
  await page.getByLabel("E-mail").fill(people.admin.email);
  await page.getByLabel("Password").fill("too short");
  await page.getByRole("button", { name: "Make admin and sign in" }).click();
  // The browser itself holds the form back.
  await expect(page).toHaveURL(/\/setup$/);

  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Make admin and sign in" }).click();
  await expect(page).toHaveURL(/\/overview$/);
  await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible();
});

test.describe("once there is an admin", () => {
  test.use({ expectedStatuses: [409] });

  test("set-up is over, on the page and in the API", async ({ page, api }) => {
    await page.goto("/setup");
    await expect(page).toHaveURL(/\/sign-in$/);
    const { name, email } = people.security;
    const again = await api.send("POST", "/setup", { name, email, password });
    expect(again.status()).toBe(409);
    expect((await again.json()).detail).toBe("Parapet is set up already. Sign in instead.");
  });
});

test("the admin adds the others", async ({ page, baseURL }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(people.admin.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/overview$/);

  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page).toHaveURL(/\/settings\/users$/);
  await page.getByRole("button", { name: "Add a person" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a person" });
  await dialog.getByLabel("Name").fill(people.security.name);
  await dialog.getByLabel("E-mail").fill(people.security.email);
  await dialog.getByLabel("Role").selectOption("security");
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Add" }).click();
  await expect(dialog).toBeHidden();

  const api = Api.from(page.request, baseURL ?? "");
  for (const { name, email, role } of Object.values(people)) {
    if (role === "admin" || role === "security") continue;
    await api.write("POST", "/users", { name, email, role, password });
  }
});
