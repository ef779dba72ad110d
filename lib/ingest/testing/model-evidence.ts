import type { Fact, Look, Model, ModelFinding, Place } from "./model-types";

/** What is said of what runs where. */

export const shows = (model: Model, fact: Fact, asset: string, rule: string, location: string) =>
  !fact.muted &&
  fact.asset === asset &&
  fact.rule === rule &&
  (!model.rules.get(rule)?.located || fact.location === location);

/** Nobody looked at this version for it: neither a whole run, nor one narrowed like one that found it in some version. */
export const unscanned = (
  model: Model,
  at: Pick<Place, "subject" | "asset">,
  of: Pick<ModelFinding, "rule" | "location">,
) =>
  model.versioned(at.subject) &&
  !model.looks.some(
    (look) =>
      look.asset === at.asset &&
      look.kind === model.rules.get(of.rule)?.kind &&
      (look.rules === null || look.rules.includes(of.rule)) &&
      (look.profile === "" || foundBy(model, look, at.subject, of)),
  );

const foundBy = (model: Model, look: Look, subject: string, of: Pick<ModelFinding, "rule" | "location">) =>
  model.facts.some(
    (fact) =>
      fact.tool === look.tool &&
      fact.profile === look.profile &&
      fact.asset.startsWith(`${subject}@`) &&
      shows(model, { ...fact, muted: false }, fact.asset, of.rule, of.location),
  );

export const there = (model: Model, subject: string, place: number, team: number | null) =>
  model.placements.filter((p) => p.subject === subject && p.place === place && (team === null || p.team === team));

export function supported(model: Model, f: ModelFinding, place: number, team: number | null): boolean {
  return there(model, f.subject, place, team).some(
    (p) =>
      model.facts.some((fact) => shows(model, fact, p.asset, f.rule, f.location)) ||
      (f.awaiting && unscanned(model, p, f)),
  );
}

/** When a whole run first looked at a version. */
export function wholeSince(model: Model, asset: string, rule: string): number {
  const kind = model.rules.get(rule)?.kind;
  const looks = model.looks.filter((look) => look.asset === asset && look.kind === kind);
  const whole = looks.filter((look) => look.profile === "" && look.rules === null);
  return Math.min(...whole.map((look) => look.at), Number.POSITIVE_INFINITY);
}
