import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { importers } from "./registry";
import { samplesFolder } from "./testing";

const readme = readFileSync(new URL("./README.md", import.meta.url), "utf8");

/** A row as it must stand in the README: written from `about`. */
function row({ format, about }: (typeof importers)[number]): string {
  const classes = about.classes.join(", ");
  return `| \`${format}\` | ${about.tool} | ${about.target} | ${classes} | ${about.completeness} | ${about.date} |`;
}

it("the README has the table of all importers, as they say themselves", () => {
  const rows = readme.split("\n").filter((line) => line.startsWith("| `"));
  // The formatter pads the cells of a table.
  const squeezed = (line: string) => line.replace(/ +/g, " ");
  expect(rows.map(squeezed)).toEqual(importers.map(row).map(squeezed));
});

it.each(importers.map((importer) => importer.format))("%s has samples of its own", (format) => {
  const folder = new URL(`${format}/`, samplesFolder);
  expect(existsSync(folder) && readdirSync(folder).length).toBeGreaterThan(0);
});
