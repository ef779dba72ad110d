import type { Page } from "@playwright/test";
import { Api } from "../support/api";
import { ownUrl } from "../support/instances";
import { kubernetesList } from "../support/kubernetes";
import { open } from "../support/pages";
import { people } from "../support/people";
import { expect, test } from "../support/test";
import { digestOf, trivyImage, type Vulnerability } from "../support/trivy";

const cluster = "pear-slip";
// Short, so that the version is within what digestOf() looks at.
const image = (version: string) => `registry.example.com/pear/oar:${version}`;
const flaws: Vulnerability[] = Array.from({ length: 6 }, (_, n) => ({
  id: `CVE-2025-${64_000 + n}`,
  package: "liboar",
  severity: n < 2 ? "CRITICAL" : "HIGH",
  fixed: "1.0.1-1",
}));

/** Nobody moves a remediation or a finding here but people in a browser and reports through the API. */
const running = (security: Api, version: string) =>
  security.importReport(
    { cluster, fileName: `objects-${version}.json` },
    kubernetesList("slip-node", [{ namespace: "pear-oars", name: "oar", image: image(version), exposed: true }]),
  );
const scanned = (security: Api, version: string, vulnerabilities: Vulnerability[]) =>
  security.importReport<{ state: string }>(
    { cluster, fileName: `oar-${version}.json` },
    trivyImage({
      image: image(version),
      digest: digestOf(image(version)),
      imageId: digestOf(`oar ${version}`),
      at: new Date().toISOString(),
      vulnerabilities,
    }),
  );

interface Row {
  id: number;
  title: string;
  state: string;
}
const drawer = (page: Page) => page.getByRole("dialog", { name: /^Remediation / });
const column = (page: Page, name: string) => page.getByRole("main").getByRole("region", { name, exact: true });

async function scoreOf(api: Api): Promise<number> {
  const { rows } = await api.read<{ rows: { key: string; overall: { score: number | null } }[] }>(
    "/posture?by=cluster",
  );
  return rows.find((row) => row.key === cluster)?.overall.score ?? 0;
}
async function flow(api: Api): Promise<{ fixed: number; sla: number | null; open: number }> {
  const { total } = await api.read<{
    total: { now: { fixed: number; sla: number | null; end: { openTotal: number } } };
  }>(`/trends?by=cluster&cluster=${cluster}`);
  return { fixed: total.now.fixed, sla: total.now.sla, open: total.now.end.openTotal };
}

// One story of one cluster: told once.
test.describe.configure({ retries: 0 });

test("from the best next action of a lead to a fix that reports verified, with one claim that they refute", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const security = await Api.as("security", ownUrl);
  const admin = await Api.as("admin", ownUrl);
  await security.write("POST", "/clusters", {
    slug: cluster,
    name: "Pear slip",
    environment: "production",
    criticality: 1,
  });
  await running(security, "1.0.0");
  await scanned(security, "1.0.0", flaws);
  await expect.poll(() => scoreOf(security)).toBeGreaterThan(0);
  const before = { score: await scoreOf(security), ...(await flow(security)) };
  expect(before).toMatchObject({ fixed: 0, open: 6 });

  const lead = await (
    await browser.newContext({ baseURL: ownUrl, storageState: ".cache/e2e-state/security.json" })
  ).newPage();
  const pia = await (
    await browser.newContext({ baseURL: ownUrl, storageState: ".cache/e2e-state/pear.json" })
  ).newPage();

  await test.step("the lead plans the fix for the team", async () => {
    // Worked out by a job, once the reports are in.
    const best = () => security.read<{ items: { title: string; findings: number }[] }>("/fixes?team=pear&q=liboar");
    await expect.poll(async () => (await best()).items[0]?.findings, { timeout: 90_000 }).toBe(6);
    await open(lead, "/fixes?team=pear&q=liboar");
    await lead.getByRole("table").getByRole("row").nth(1).getByRole("link").first().click();
    await lead.getByRole("dialog").getByRole("button", { name: "Plan it" }).click();
    const dialog = lead.getByRole("dialog", { name: "Plan this fix" });
    await dialog.getByLabel("Title").fill("Move oar to 2.0.0");
    await dialog.getByLabel("Team").selectOption({ label: "Pear Yard" });
    await dialog.getByLabel("Due").fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
    await dialog.getByRole("button", { name: "Plan it" }).click();
    await expect(lead.getByRole("dialog", { name: "Planned" })).toContainText("6 findings for Pear Yard");
  });

  await test.step("the engineer claims it, comments, and says that it is fixed", async () => {
    await open(pia, "/remediations");
    await column(pia, "To do")
      .getByRole("link", { name: /Move oar to 2\.0\.0/ })
      .click();
    await drawer(pia).getByRole("button", { name: "Claim and start" }).click();
    await expect(drawer(pia).getByText("In progress").first()).toBeVisible();
    await expect(drawer(pia).getByText(people.pear.name).first()).toBeVisible();
    await drawer(pia).getByLabel("Comment").fill("2.0.0 rolls out this afternoon.");
    await drawer(pia).getByRole("button", { name: "Comment", exact: true }).click();
    await expect(drawer(pia).getByText("2.0.0 rolls out this afternoon.")).toBeVisible();
    await drawer(pia).getByRole("button", { name: "Say it is fixed" }).click();
    await expect(drawer(pia).getByText("Waits for a complete report from after the claim.")).toBeVisible();
    // What only a report may do is not offered.
    await expect(drawer(pia).getByRole("button", { name: /Verif/ })).toHaveCount(0);
  });

  await test.step("the next scan of what runs still shows it: back to work, with the reason", async () => {
    await scanned(security, "1.0.0", flaws);
    const list = await security.read<{ items: Row[] }>("/remediations?q=Move oar");
    const id = list.items[0]?.id;
    await expect.poll(async () => (await security.read<Row>(`/remediations/${id}`)).state).toBe("in_progress");
    await open(pia, `/remediations?remediation=${id}`);
    await expect(drawer(pia).getByText("A later complete report still shows findings.").first()).toBeVisible();
    await expect(drawer(pia).getByText("still reported after the claim").first()).toBeVisible();
    await drawer(pia).getByRole("button", { name: "Say it is fixed" }).click();
    await expect(drawer(pia).getByText("Waits for a complete report from after the claim.")).toBeVisible();
  });

  await test.step("the new version runs and its scan shows none of it: verified, and the numbers say so", async () => {
    await running(security, "2.0.0");
    await scanned(security, "2.0.0", []);
    const list = await security.read<{ items: Row[] }>("/remediations?q=Move oar");
    const id = list.items[0]?.id;
    await expect.poll(async () => (await security.read<Row>(`/remediations/${id}`)).state).toBe("verified");
    await open(pia, `/remediations?remediation=${id}`);
    await expect(drawer(pia).getByText("6 of 6 fixed")).toBeVisible();
    await expect(drawer(pia).getByText("Awaiting verification → Verified")).toBeVisible();
    await expect(column(pia, "Verified").getByRole("link", { name: /Move oar to 2\.0\.0/ })).toBeVisible();
    await expect.poll(() => scoreOf(security)).toBeGreaterThan(before.score);
    expect(await flow(security)).toEqual({ fixed: 6, sla: 1, open: 0 });
  });

  // Of another team none of it is there.
  const walnut = await Api.as("walnut", ownUrl);
  expect(await walnut.read<{ items: Row[] }>("/remediations")).toMatchObject({ items: [] });
  await Promise.all([security.dispose(), admin.dispose(), walnut.dispose()]);
});
