import { alertsIn, falco, looksLikeFalco } from "./falco";
import type { Importer, Sniff } from "./types";

/**
 * The body that falcosidekick posts to webhooks and takes itself: a Falco alert with a `uuid`, or with a `hostname`
 * but `output` first, where Falco sorts the keys; or its CloudEvent. Read exactly as `falco`.
 */
export const falcosidekick: Importer = {
  ...falco,
  format: "falcosidekick",
  detect,
  about: { ...falco.about, tool: "falcosidekick (Falco)" },
};

function detect(sniff: Sniff): number {
  if (!looksLikeFalco(sniff)) return 0;
  const { keys } = alertsIn(sniff);
  if (keys.includes("uuid") || keys.includes("specversion")) return 96;
  return keys[0] === "output" && keys.includes("hostname") ? 92 : 60;
}
