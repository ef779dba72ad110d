import { objectsOf } from "../text";
import { isObject, type Json, textOf } from "../trivy/guards";

/** The rule of a result: its id as it counts, and its description where the run has one. */
export interface FoundRule {
  /** "" where the result names none. */
  id: string;
  rule: Json | null;
}

/** Descriptions of rules of one run: of the driver and of its extensions (3.18, 3.19). */
export class Rules {
  readonly driver: Json;
  private readonly lists: Json[][];
  private readonly extensions: Json[];
  /** Descriptions by id: of several with one id the first. */
  readonly byId = new Map<string, Json>();

  constructor(run: Json) {
    const tool = isObject(run.tool) ? run.tool : {};
    // Before 2.1.0 there is no driver: the tool itself has the name, the run its rules.
    this.driver = isObject(tool.driver) ? tool.driver : tool;
    this.extensions = objectsOf(tool.extensions);
    const resources = isObject(run.resources) ? run.resources : {};
    this.lists = [
      [...rulesIn(this.driver.rules), ...rulesIn(resources.rules), ...rulesIn(run.rules)],
      ...this.extensions.map((extension) => rulesIn(extension.rules)),
    ];
    for (const list of this.lists) for (const rule of list) this.remember(rule);
  }

  private remember(rule: Json): void {
    const id = textOf(rule.id);
    if (id !== "" && !this.byId.has(id)) this.byId.set(id, rule);
  }

  /** Ids of all rules that the run describes. */
  get ids(): IterableIterator<string> {
    return this.byId.keys();
  }

  /**
   * The rule of a result (3.27.5 to 3.27.7, 3.52): by component and index, else by id. A hierarchical id (`CA1000/1`)
   * is the rule that it begins with.
   */
  of(result: Json): FoundRule {
    const reference = isObject(result.rule) ? result.rule : {};
    const stated = textOf(result.ruleId) || textOf(reference.id) || textOf(result.ruleKey);
    const list = this.listOf(reference.toolComponent);
    const index = numberOf(reference.index) ?? numberOf(result.ruleIndex);
    const indexed = index === null ? undefined : list[index];
    if (indexed && (stated === "" || begins(stated, textOf(indexed.id)))) {
      return { id: textOf(indexed.id) || stated, rule: indexed };
    }
    for (let id = stated; id !== ""; id = parent(id)) {
      const rule = this.byId.get(id);
      if (rule) return { id: textOf(rule.id), rule };
    }
    return { id: stated, rule: null };
  }

  /** Rules of the component that a reference names by index, guid or name; of the driver when it names none. */
  private listOf(component: unknown): Json[] {
    const [driver = []] = this.lists;
    if (!isObject(component)) return driver;
    const index = numberOf(component.index);
    const at =
      index ??
      this.extensions.findIndex(
        (one) =>
          (textOf(one.guid) !== "" && textOf(one.guid) === textOf(component.guid)) ||
          (textOf(one.name) !== "" && textOf(one.name) === textOf(component.name)),
      );
    return at >= 0 ? (this.lists[at + 1] ?? []) : driver;
  }
}

/** A list, or (before 2.1.0) an object by id. */
function rulesIn(value: unknown): Json[] {
  // The place in the list is what results refer to, so what is no object keeps it.
  if (Array.isArray(value)) return value.map((one) => (isObject(one) ? one : {}));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([id, rule]) =>
    isObject(rule) ? [{ ...rule, id: textOf(rule.id) || id }] : [],
  );
}

const numberOf = (value: unknown) =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
const begins = (id: string, rule: string) => rule === "" || id === rule || id.startsWith(`${rule}/`);
const parent = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf("/")));
