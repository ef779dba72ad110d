import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** Expects that axe finds nothing wrong with a page as it stands: in all its rules, or in the colours only. */
export async function expectAccessible(page: Page, rules: "all" | "colours"): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === "all" ? axe : axe.withRules("color-contrast")).analyze();
  const lines = violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${node.target.join(" ")} ${node.failureSummary?.replaceAll(/\s+/g, " ")}`),
  );
  expect(lines, `axe on ${page.url()}`).toEqual([]);
}
