import { isPresent } from "@/lib/domain/lifecycle/state";
import { states } from "@/lib/domain/vocabulary";

export { type Area, areas, type Severity, severities } from "@/lib/domain/vocabulary";

const present = new Set(states.list.filter(isPresent).map((state) => states.code(state)));
export const isPresentCode = (code: number) => present.has(code);
