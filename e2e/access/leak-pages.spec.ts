import { commonPages, open } from "../support/pages";
import { expect, test } from "../support/test";

const secret = /walnut/i;
const paths = [
  ...commonPages,
  "/settings/ownership",
  "/settings/sla",
  "/settings/teams",
  "/settings/notifications",
  "/teams/quince",
  "/teams/quince?area=application",
  "/clusters/orchard-prod",
  "/clusters/orchard-prod?area=application",
  "/findings?q=CVE-2022-77777&state=all",
  "/overview?cluster=orchard-prod",
];

test.describe("a developer of team Quince", () => {
  test.use({ as: "quince" });

  for (const path of paths) {
    test(`${path} holds nothing of team Walnut, shown or hidden`, async ({ page }) => {
      const bodies: Promise<string>[] = [];
      page.on("response", (answer) => {
        const kind = answer.headers()["content-type"] ?? "";
        if (/json|html|x-component/.test(kind)) bodies.push(answer.text().catch(() => ""));
      });
      await open(page, path);
      await page.getByRole("button", { name: /^Scope/ }).click();
      await expect(page.getByRole("link", { name: "Orchard" }).first()).toBeVisible();
      bodies.push(page.content());
      for (const text of await Promise.all(bodies)) expect(text.match(/.{0,80}walnut.{0,80}/i)?.[0]).toBeUndefined();
      expect((await page.getByRole("main").textContent()) ?? "").not.toMatch(secret);
    });
  }

  test("the search box of the whole product finds nothing of theirs", async ({ page }) => {
    await open(page, "/overview");
    await page.keyboard.press("Control+k");
    const box = page.getByRole("combobox", { name: /Page, cluster, team/ });
    await box.fill("orchard");
    await expect(page.getByRole("option", { name: /Orchard/ }).first()).toBeVisible();
    for (const word of ["walnut", "libwalnut", "CVE-2023-10000"]) {
      await box.fill(word);
      await expect(page.getByRole("option")).toHaveText([`All findings with “${word}”`]);
    }
  });
});
