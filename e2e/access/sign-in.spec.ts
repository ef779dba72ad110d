import { request } from "@playwright/test";
import { signIn } from "../support/api";
import { password, people } from "../support/people";
import { expect, test } from "../support/test";

test.use({ expectedStatuses: [401] });

test("a wrong password and an unknown e-mail get the same words", async ({ page }) => {
  await page.goto("/sign-in");
  for (const email of [people.visitor.email, "nobody@example.org"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("not the password at all");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toHaveText("This e-mail and password do not go together.");
    await page.reload();
  }
});

test("whoever asks for a page first signs in and then gets it", async ({ page }) => {
  await page.goto("/findings?severity=critical&q=libquince");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("E-mail").fill(people.visitor.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/findings\?severity=critical&q=libquince$/);
});

test("after signing out the old cookie is worth nothing", async ({ page, context, baseURL }) => {
  await signIn(context.request, people.visitor.email, password);
  await page.goto("/settings/account");
  const before = await context.storageState();

  await page.getByRole("button", { name: new RegExp(people.visitor.name) }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();

  const thief = await request.newContext({ baseURL, storageState: before });
  expect((await thief.get("/api/v1/session")).status()).toBe(401);
  const answer = await thief.get("/settings/account", { maxRedirects: 0 });
  expect(answer.headers().location).toContain("/sign-in");
  await thief.dispose();
});

test("ten wrong passwords lock an account, even for the right one", async ({ page, context }) => {
  for (let n = 0; n < 10; n++) {
    expect((await signIn(context.request, people.locked.email, `wrong password ${n}`)).status()).toBe(401);
  }
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(people.locked.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(
    /^Too many attempts\. Sign-in is locked for \d+ (seconds|minutes)\.$/,
  );
});
