import { falco, looksLikeFalco } from "./falco";
import type { Importer, Sniff } from "./types";

/**
 * The body that falcosidekick posts to webhooks and takes itself: a Falco alert with a `uuid`, or with `output`
 * before `hostname`, where Falco sorts them the other way round; or its CloudEvent. Read exactly as `falco`.
 */
export const falcosidekick: Importer = {
  ...falco,
  format: "falcosidekick",
  detect,
  about: { ...falco.about, tool: "falcosidekick (Falco)" },
};

function detect(sniff: Sniff): number {
  if (!looksLikeFalco(sniff)) return 0;
  const { keys } = sniff;
  if (keys.includes("uuid") || keys.includes("specversion")) return 96;
  const hostname = keys.indexOf("hostname");
  return hostname > 0 && keys.indexOf("output") >= 0 && keys.indexOf("output") < hostname ? 92 : 60;
}
