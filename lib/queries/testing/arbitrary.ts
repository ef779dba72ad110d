import fc from "fast-check";
import type { Scope } from "@/lib/authz/scope";
import { dueWords } from "@/lib/domain/sla/standing";
import { areas, fixStates, kinds, severities, states } from "@/lib/domain/vocabulary";
import type { FindingRequest } from "../finding/request";
import { scopeOfAll, scopeOfTeams } from "./scopes";

const some = <T>(list: readonly T[]) => fc.subarray([...list], { minLength: 1, maxLength: Math.min(3, list.length) });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 4 });
const numbered = (word: string, most: number) => Array.from({ length: most }, (_, i) => `${word}-${i + 1}`);

/** A reader of a fleet with so many teams: of everything, of one team, of several, of none. */
export const anyScope = (teams: number): fc.Arbitrary<Scope> =>
  fc.oneof(
    fc.constant(scopeOfAll()),
    fc.array(fc.integer({ min: 1, max: teams }), { maxLength: 3 }).map((ids) => scopeOfTeams(...ids)),
  );

/** Any filters over a fleet with so many clusters and teams; most say little, so that something is left. */
export const anyRequest = (clusters: number, teams: number): fc.Arbitrary<FindingRequest> =>
  fc.record({
    cluster: maybe(some([...numbered("cluster", clusters), "none"])),
    namespace: maybe(some(numbered("ns", 5))),
    team: maybe(some([...numbered("team", teams), "none"])),
    fixTeam: maybe(some([...numbered("team", teams), "none"])),
    environment: maybe(some(["production", "staging"])),
    state: fc.option(some(["open", "closed", "all", ...states.list]), { nil: undefined, freq: 1 }),
    severity: maybe(some(severities.list)),
    area: maybe(some(areas.list)),
    kind: maybe(some(kinds.list)),
    fix: maybe(some(fixStates.list)),
    kev: maybe(fc.boolean()),
    exposed: maybe(fc.boolean()),
    assignee: maybe(fc.constantFrom("me" as const, "none" as const)),
    due: maybe(fc.constantFrom(...dueWords)),
    q: maybe(fc.constantFrom("openssl", "heap", "image-1", "app-1", "CVE-2019", "100%", "zzz")),
  });
