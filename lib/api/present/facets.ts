import type { z } from "zod";
import type { FindingFacets } from "@/lib/client/contract/finding";
import { areas, fixStates, kinds, severities, states } from "@/lib/domain/vocabulary";
import type { Facets, FacetValue, NamedValue } from "@/lib/queries/finding/facets";

/** Words are their own labels: the screens have names for them. */
const words = (values: readonly FacetValue[], word: (code: number) => string) =>
  values.map(({ code, count }) => ({ value: word(code), label: word(code), count }));

const named = (values: readonly NamedValue[], nobody: string) =>
  values.map(({ named, count }) => ({ value: named?.slug ?? "none", label: named?.name ?? nobody, count }));

export function presentFacets(facets: Facets): z.input<typeof FindingFacets> {
  return {
    severity: words(facets.severity, severities.word),
    area: words(facets.area, areas.word),
    kind: words(facets.kind, kinds.word),
    state: words(facets.state, states.word),
    fix: words(facets.fix, fixStates.word),
    cluster: named(facets.cluster, "Not deployed"),
    team: named(facets.team, "Unowned"),
  };
}
