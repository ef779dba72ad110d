import { open } from "../support/pages";
import { expect, test } from "../support/test";
import { digestOf, trivyImage, type Vulnerability } from "../support/trivy";

test.use({ as: "security" });

const [cve, ghsa] = ["CVE-2026-70707", "GHSA-7777-8888-9999"];

test("a link to a finding that went up in another opens the one that stayed", async ({ page, api }) => {
  const scan = (profile: string, minutes: number, ...vulnerabilities: Vulnerability[]) => {
    const at = new Date(Date.now() - minutes * 60_000).toISOString();
    const image = "registry.example.com/pear/became:1.0.0";
    return api.importReport(
      { cluster: "pear-yard", profile },
      trivyImage({ image, digest: digestOf("became"), at, vulnerabilities }),
    );
  };
  const idsOf = async (q: string) =>
    (await api.read<{ items: { id: string }[] }>(`/findings?q=${q}&state=all`)).items.map(({ id }) => id);
  await scan("by-advisory", 30, { id: ghsa, package: "libbecame" });
  const [one] = await idsOf(ghsa);
  await scan("by-flaw", 20, { id: cve, package: "libbecame" });
  const [other] = await idsOf(cve);
  expect(one).not.toBe(other);
  await scan("by-both", 10, { id: cve, package: "libbecame", aliases: [ghsa] });
  const nowOf = async (id = "") => (await api.read<{ id: string }>(`/findings/${id}`)).id;
  await expect.poll(async () => (await nowOf(one)) === (await nowOf(other)), { timeout: 60_000 }).toBe(true);

  const stayed = await nowOf(one);
  const gone = stayed === one ? other : one;
  await open(page, `/findings?state=all&finding=${gone}`);
  const drawer = page.getByRole("dialog", { name: `Finding ${cve}` });
  await expect(drawer).toContainText(ghsa);
  await expect(page).toHaveURL(new RegExp(`finding=${stayed}(&|$)`));
  await drawer.getByRole("button", { name: "Claim" }).click();
  await expect(drawer.getByRole("button", { name: "Release" })).toBeVisible();
});
