type Address = { get(name: string): string | null };

/** Views of the page: what waits, what is in force, what is over. */
export const exceptionTabs = [
  { view: null, text: "Waiting", states: ["pending"] },
  { view: "in-force", text: "In force", states: ["approved"] },
  { view: "ended", text: "Ended", states: ["rejected", "withdrawn", "revoked", "expired", "renewed"] },
  { view: "all", text: "All", states: [] },
] as const;

const tabOf = (address: Address) =>
  exceptionTabs.find(({ view }) => view === (address.get("view") || null)) ?? exceptionTabs[0];

/** States of the view that the address names, as GET /exceptions takes them; null: all. */
export function stateOf(address: Address): string | null {
  return tabOf(address).states.join(",") || null;
}

/** The view of an address; one that does not exist is the first. */
export const viewOf = (address: Address) => tabOf(address).view;

/** Id of the exception that the address opens; null for none, and for what is no id. */
export function openException(address: Address): number | null {
  const text = address.get("exception") ?? "";
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
