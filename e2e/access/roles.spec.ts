import type { PersonKey } from "../support/people";
import { expect, test } from "../support/test";

interface Place {
  landing: string;
  rail: string[];
  settings: string[];
}

const rail = [
  "Overview",
  "Findings",
  "Fixes",
  "Remediations",
  "Exceptions",
  "Trends",
  "Clusters",
  "Teams",
  "Sources",
  "Imports",
  "Settings",
];
const places: Partial<Record<PersonKey, Place>> = {
  admin: {
    landing: "/overview",
    rail,
    settings: [
      "People",
      "Teams",
      "Ownership",
      "Due dates",
      "Tokens",
      "Integrations",
      "Exploitation data",
      "Audit log",
      "Notifications",
      "Your account",
    ],
  },
  security: {
    landing: "/overview",
    rail,
    settings: ["Ownership", "Due dates", "Audit log", "Notifications", "Your account"],
  },
  manager: {
    landing: "/trends",
    rail,
    settings: ["Ownership", "Due dates", "Audit log", "Notifications", "Your account"],
  },
  quince: {
    landing: "/teams/quince",
    rail,
    settings: ["Teams", "Ownership", "Due dates", "Notifications", "Your account"],
  },
  pear: { landing: "/teams/pear", rail, settings: ["Ownership", "Due dates", "Notifications", "Your account"] },
  teamless: { landing: "/overview", rail, settings: ["Ownership", "Due dates", "Notifications", "Your account"] },
};

for (const [who, place] of Object.entries(places)) {
  test.describe(who, () => {
    test.use({ as: who });

    test("lands on their page and finds what they can use, nothing else", async ({ page }) => {
      await page.goto("/");
      await expect(page).toHaveURL(new RegExp(`${place.landing}$`));
      const nav = page.getByRole("navigation", { name: "Main" });
      await expect(nav.getByRole("link")).toHaveText(place.rail);
      await nav.getByRole("link", { name: "Settings" }).click();
      await expect(page.getByRole("navigation", { name: "Settings" }).getByRole("link")).toHaveText(place.settings);
    });
  });
}

test.describe("an address that is not for this role", () => {
  test.use({ as: "quince", expectedStatuses: [403, 404] });

  for (const path of ["/settings/users", "/settings/tokens", "/settings/integrations"]) {
    test(`${path} says so, and offers nothing`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole("main").getByText("Not within your rights")).toBeVisible();
      await expect(page.getByRole("button", { name: /Add|Make/ })).toHaveCount(0);
    });
  }

  test("another team's page looks like one that is not there", async ({ page }) => {
    const texts: string[] = [];
    for (const path of [
      "/teams/walnut",
      "/teams/no-such",
      "/clusters/walnut-cellar",
      "/clusters/no-such",
      "/nowhere",
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "Not here" })).toBeVisible();
      const main = (await page.getByRole("main").textContent()) ?? "";
      texts.push(main.replace(/Request\s+\S+/, ""));
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[2]).toBe(texts[3]);
  });
});
