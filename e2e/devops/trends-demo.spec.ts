import { open } from "../support/pages";
import { expect, test } from "../support/test";

test.use({ instance: "demo", as: "demo-devops" });

test("a developer sees the trends of their own teams, and no word of another", async ({ page, api }) => {
  const { teams } = await api.read<{ teams: { name: string }[] }>("/session");
  const main = await open(page, "/trends");
  const table = main.getByRole("table", { name: "By team" });
  for (const { name } of teams) await expect(table.getByText(name, { exact: true })).toBeVisible();
  const { rows } = await api.read<{ rows: { name: string }[] }>("/trends?by=team");
  expect(rows.map(({ name }) => name).sort()).toEqual(teams.map(({ name }) => name).sort());
});
