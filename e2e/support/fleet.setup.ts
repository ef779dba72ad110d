import { expect, test } from "@playwright/test";
import { Api, keepSession } from "./api";
import { clusters, imageReports, inventories, teams } from "./fleet";
import { ownUrl } from "./instances";
import { password, people } from "./people";

interface Imported {
  state: string;
  error: unknown;
}

/** Fills the empty instance through the API as its people would. Run again on a filled one it changes nothing. */
test("a small fleet is imported", async () => {
  test.setTimeout(120_000);
  for (const key of ["admin", "security"] as const) await keepSession(ownUrl, key, people[key].email, password);
  const admin = await Api.as("admin", ownUrl);
  const security = await Api.as("security", ownUrl);
  const { items } = await admin.read<{ items: { slug: string }[] }>("/teams");
  if (items.length === 0) await fill(admin, security);
  for (const [key, person] of Object.entries(people)) {
    if (person.role === "devops" || key === "manager") await keepSession(ownUrl, key, person.email, password);
  }
  await Promise.all([admin.dispose(), security.dispose()]);
});

async function fill(admin: Api, security: Api): Promise<void> {
  for (const team of teams) await admin.write("POST", "/teams", team);
  for (const cluster of clusters) await security.write("POST", "/clusters", cluster);
  for (const { slug } of teams) await security.write("POST", "/ownership", { team: slug, namespace: `${slug}-*` });
  for (const person of Object.values(people)) {
    if (!("team" in person)) continue;
    const lead = "lead" in person && person.lead;
    await admin.write("PUT", `/teams/${person.team}/members`, { email: person.email, lead });
  }
  for (const { cluster, fileName, content } of [...inventories, ...imageReports]) {
    const report = await security.importReport<Imported>({ cluster, fileName }, content);
    expect(report, fileName).toMatchObject({ state: "done", error: null });
  }
}
