import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";

/** Everything that axe knows to be wrong with a page as it stands, one line for each place. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const lines = violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${node.target.join(" ")} ${node.failureSummary?.replaceAll(/\s+/g, " ")}`),
  );
  expect(lines, `axe on ${page.url()}`).toEqual([]);
}
