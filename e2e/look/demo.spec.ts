import type { Page } from "@playwright/test";
import { lookAt } from "../support/look";
import { expect, test } from "../support/test";

test.use({ instance: "demo" });
test.setTimeout(90_000);

const drawer = (page: Page) => page.getByRole("dialog", { name: /^Finding / });

test.describe("security", () => {
  test.use({ as: "demo-security" });
  for (const path of ["/overview", "/findings", "/clusters", "/teams", "/imports"]) {
    test(path, ({ page }) => lookAt(page, "demo-security", path));
  }

  test("every cluster", async ({ page, api }) => {
    test.setTimeout(240_000);
    const { items } = await api.read<{ items: { slug: string }[] }>("/clusters");
    for (const { slug } of items) await lookAt(page, "demo-security", `/clusters/${slug}`);
  });

  test("a cluster with an area open", ({ page }) =>
    lookAt(page, "demo-security", "/clusters/checkout-prod?area=application"));

  test("a finding of every kind", async ({ page, api }) => {
    test.setTimeout(240_000);
    for (const kind of ["vulnerability", "misconfiguration", "secret", "runtime", "compliance"]) {
      const { items } = await api.read<{ items: { id: string }[] }>(`/findings?kind=${kind}&state=all&limit=1`);
      expect(items.length, kind).toBeLessThanOrEqual(1);
      for (const { id } of items) {
        await lookAt(page, "demo-drawer", `/findings?kind=${kind}&finding=${id}`, async () => {
          await expect(drawer(page).getByRole("region", { name: "History" })).toBeVisible();
        });
      }
    }
  });
});

test.describe("a developer", () => {
  test.use({ as: "demo-devops" });
  for (const path of ["/teams/checkout", "/findings", "/overview"]) {
    test(path, ({ page }) => lookAt(page, "demo-devops", path));
  }
});
