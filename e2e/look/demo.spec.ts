import type { Page } from "@playwright/test";
import { lookAt } from "../support/look";
import { expect, test } from "../support/test";

test.use({ instance: "demo" });
test.setTimeout(180_000);

const drawer = (page: Page) => page.getByRole("dialog", { name: /^Finding / });

test.describe("security", () => {
  test.use({ as: "demo-security" });
  for (const path of [
    "/overview",
    "/findings",
    "/fixes",
    "/remediations",
    "/exceptions",
    "/remediations?view=list",
    "/clusters",
    "/teams",
    "/sources",
    "/imports",
  ]) {
    test(path, ({ page }) => lookAt(page, "demo-security", path));
  }

  test("a cluster with gaps", ({ page }) => lookAt(page, "demo-security", "/clusters/edge-onprem"));
  test("a cluster with an area open", ({ page }) =>
    lookAt(page, "demo-security", "/clusters/checkout-prod?area=application"));

  for (const kind of ["vulnerability", "runtime"]) {
    test(`a finding: ${kind}`, async ({ page, api }) => {
      const { items } = await api.read<{ items: { id: string }[] }>(`/findings?kind=${kind}&limit=1`);
      await lookAt(page, "demo-drawer", `/findings?kind=${kind}&finding=${items[0]?.id}`, async () => {
        await expect(drawer(page).getByRole("region", { name: "History" })).toBeVisible();
      });
    });
  }
});

test.describe("a past day", () => {
  test.use({ as: "demo-security" });
  const asOf = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
  for (const path of ["/overview", "/clusters/checkout-prod", "/teams/checkout"]) {
    test(path, ({ page }) => lookAt(page, "demo-past", `${path}?asOf=${asOf}`));
  }
});

test.describe("a manager", () => {
  test.use({ as: "demo-manager" });
  for (const path of ["/trends", "/trends?period=quarter&team=checkout", "/trends?by=cluster&severity=critical"]) {
    test(path, ({ page }) => lookAt(page, "demo-manager", path));
  }
});

test.describe("a developer", () => {
  test.use({ as: "demo-devops" });
  for (const path of ["/teams/checkout", "/findings", "/fixes", "/trends", "/sources"]) {
    test(path, ({ page }) => lookAt(page, "demo-devops", path));
  }
});
