export type Cell = string | number | null;
export type TableData = { head: string[]; rows: Cell[][] };

/**
 * RFC 4180 text of a table. A cell that a spreadsheet would take for a formula gets an apostrophe before it: names
 * come from scanned systems, and must not run on the desk of whoever opens the file.
 */
export function toCsv({ head, rows }: TableData): string {
  return [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
}

function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
