import type { Browser, Page } from "@playwright/test";
import { Api } from "../support/api";
import { expectAccessible } from "../support/axe";
import { ownUrl } from "../support/instances";
import { kubernetesList } from "../support/kubernetes";
import { open } from "../support/pages";
import { people, stateFile } from "../support/people";
import { expect, test } from "../support/test";
import { digestOf, trivyImage } from "../support/trivy";

test.use({ as: "pear", expectedStatuses: [403] });

const CVE = "CVE-2026-42424";
const repository = "registry.example.com/pear/juice";
const namespaces = ["pear-juice", "pear-cider"];

/** Both namespaces run this version, and a scan finds the flaw in it. */
async function rollOut(api: Api, tag: string): Promise<void> {
  const image = `${repository}:${tag}`;
  const workloads = namespaces.map((namespace) => ({ namespace, name: "juice", image }));
  await api.importReport({ cluster: "pear-yard" }, kubernetesList("pear-yard-node", workloads));
  const report = { image, digest: digestOf(image), at: new Date().toISOString() };
  await api.importReport(
    { cluster: "pear-yard" },
    trivyImage({ ...report, vulnerabilities: [{ id: CVE, package: "libjuice", severity: "HIGH" }] }),
  );
}

interface Row {
  id: string;
  namespace: string;
  state: string;
}
const findings = async (api: Api) => {
  const { items } = await api.read<{ items: Row[] }>(`/findings?state=all&q=${CVE}`);
  return new Map(items.map((row) => [row.namespace, row]));
};

/** A page of somebody else. */
async function pageOf(browser: Browser, key: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: ownUrl, storageState: stateFile(key) });
  return context.newPage();
}

test("an engineer asks, neither they nor an admin approve, security does; versions keep it, other namespaces never get it", async ({
  page,
  browser,
  api,
}) => {
  const [security, admin] = [await Api.as("security", ownUrl), await Api.as("admin", ownUrl)];
  await rollOut(security, "1.0.0");
  const before = await findings(api);
  expect([...before.keys()].sort()).toEqual([...namespaces].sort());
  const id = before.get("pear-juice")?.id;

  await open(page, `/findings?state=all&q=${CVE}&finding=${id}`);
  const drawer = page.getByRole("dialog", { name: /^Finding / });
  await expect(drawer.getByRole("button", { name: "Request exception" })).toBeVisible();
  await page.keyboard.press("e");
  const form = page.getByRole("dialog", { name: "Request an exception" });
  await expect(form.getByText("Covers 1 finding now")).toBeVisible();
  await form.getByLabel("Only in namespace pear-juice").uncheck();
  await expect(form.getByText("Covers 2 findings now")).toBeVisible();
  await form.getByLabel("Only in namespace pear-juice").check();
  await expect(form.getByText("Covers 1 finding now")).toBeVisible();
  await form.getByRole("textbox", { name: "Why" }).fill("The press never parses such input.");
  await expectAccessible(page, "all");
  await form.getByRole("button", { name: "Request", exact: true }).click();
  await expect(drawer.getByText("waits for security")).toBeVisible();

  const { items } = await api.read<{ items: { id: number }[] }>(`/exceptions?rule=${CVE}`);
  const exception = items[0]?.id ?? 0;
  for (const one of [api, admin]) {
    const answer = await one.send("POST", `/exceptions/${exception}/approve`);
    expect(answer.status(), await answer.text()).toBe(403);
  }
  const adminPage = await pageOf(browser, "admin");
  for (const one of [page, adminPage]) {
    await open(one, `/exceptions?exception=${exception}`);
    await expect(one.getByRole("article", { name: `Exception for ${CVE}` })).toBeVisible();
    await expect(one.getByRole("button", { name: "Approve" })).toHaveCount(0);
    await one.keyboard.press("a");
    await expect(one.getByRole("dialog", { name: /Approve/ })).toHaveCount(0);
  }
  expect((await findings(api)).get("pear-juice")?.state).toBe("open");

  const desk = await pageOf(browser, "security");
  await open(desk, `/exceptions?exception=${exception}`);
  await expect(desk.getByText("Would cover 1 finding")).toBeVisible();
  const approve = async () => {
    await desk.keyboard.press("a");
    const question = desk.getByRole("dialog", { name: "Approve this exception?" });
    await question.getByRole("textbox", { name: "Note" }).fill("Until the press is replaced.");
    await question.getByRole("button", { name: "Approve" }).click();
    await expect(desk.getByRole("article").getByText("In force")).toBeVisible();
  };
  await approve();
  // A slip of the finger is taken back, and nothing is decided until it is approved again.
  await desk.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).click();
  await expect(desk.getByRole("article").getByText("Waiting")).toBeVisible();
  expect((await findings(api)).get("pear-juice")?.state).toBe("open");
  await approve();
  await expect(desk.getByRole("article")).toContainText(people.security.name);

  const states = async () => [...(await findings(api)).values()].map((row) => `${row.namespace} ${row.state}`).sort();
  expect(await states()).toEqual(["pear-cider open", "pear-juice accepted"]);
  await rollOut(security, "1.1.0");
  expect(await states()).toEqual(["pear-cider open", "pear-juice accepted"]);
  expect((await findings(api)).get("pear-juice")?.id).toBe(id);
  await open(page, `/findings?state=all&q=${CVE}&finding=${id}`);
  await expect(drawer.getByRole("link", { name: `exception #${exception}` })).toBeVisible();
  await expect(drawer.getByRole("region", { name: "History" })).toContainText(`By exception #${exception}`);

  const vex = await api.read<{ statements: { status: string; action_statement: string }[] }>(
    `/vex?image=${repository}&include=decided`,
  );
  expect(vex.statements).toHaveLength(1);

  await desk.getByRole("button", { name: "Revoke" }).click();
  await desk.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(desk.getByRole("article").getByText("Revoked", { exact: true })).toBeVisible();
  expect(await states()).toEqual(["pear-cider open", "pear-juice open"]);
  await Promise.all([security.dispose(), admin.dispose(), adminPage.context().close(), desk.context().close()]);
});

test("security does not approve what they asked for themselves", async () => {
  const security = await Api.as("security", ownUrl);
  const asked = await security.write<{ id: number; abilities: Record<string, boolean> }>("POST", "/exceptions", {
    scope: { rule: "CVE-2024-10030", team: "pear" },
    kind: "accepted",
    reason: "To see.",
  });
  expect(asked.abilities).toMatchObject({ approve: false, reject: false, withdraw: true });
  expect((await security.send("POST", `/exceptions/${asked.id}/approve`)).status()).toBe(403);
  await security.write("POST", `/exceptions/${asked.id}/withdraw`);
  await security.dispose();
});
