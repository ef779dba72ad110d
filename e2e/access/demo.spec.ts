import { people } from "@/prisma/demo/company/people";
import { expect, test } from "../support/test";

test.use({ instance: "demo" });

const landings = {
  security: { path: "/overview", title: "Fleet posture" },
  devops: { path: "/teams/checkout", title: "Checkout" },
  manager: { path: "/trends", title: "Trends" },
  admin: { path: "/overview", title: "Fleet posture" },
};

for (const { email, password, role, name } of people) {
  if (!password) continue;
  test(`${role} signs in to the demo and sees their own scope`, async ({ page, api }) => {
    await page.goto("/");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(new RegExp(`${landings[role].path}$`));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(landings[role].title);
    await expect(page.getByRole("button", { name: new RegExp(name) })).toBeVisible();

    const teams = await api.read<{ items: { slug: string }[] }>("/teams");
    const all = role !== "devops";
    expect(teams.items.map((team) => team.slug).includes("payments")).toBe(all);
    const page1 = await api.read<{ items: { team: string | null; fixTeam: string | null }[] }>("/findings?limit=200");
    expect(page1.items.length).toBeGreaterThan(20);
    if (!all) expect(page1.items.filter((row) => row.team !== "checkout" && row.fixTeam !== "checkout")).toEqual([]);
  });
}
