import { type JsonPiece, showPath } from "../stream/json";
import type { Draft } from "../trivy/draft";
import { isObject, isoTime, type Json, listAt, mustBeObject, objectAt, textOf, wrong } from "../trivy/guards";
import { Scope, Scopes } from "../trivy/scopes";
import type { ImportOptions, Item } from "../types";
import { suppression } from "./ignored";
import { matchDraft } from "./match";
import { inner, isMatch, listOf, lists, type MatchList } from "./shape";
import { complaints, profileOf, scanned } from "./source";

/**
 * Turns the pieces of a Grype file into items; what is ready stands in `out`. What was scanned, when and how stands
 * behind the matches, so those of a document wait for its end. Texts, which are most of a match, are kept once a rule.
 */
export class GrypeReader {
  readonly out: Item[] = [];
  private readonly scopes = new Scopes();
  private matches = emptyScope();
  private rules = new Map<string, Draft["rule"]>();
  private documents = 0;
  private inList = false;
  /** The root list holds matches themselves. */
  private bare = false;

  constructor(private readonly options: ImportOptions) {}

  piece(piece: JsonPiece): void {
    const { path } = piece;
    if (piece.type === "list") this.inList ||= path.length === 0;
    else if (piece.type === "element") {
      const list = listOf(path);
      if (list) this.match(list, piece.value, showPath(path));
      else this.member(piece.value, showPath(path));
    } else if (path.length > 0) this.member(piece.value, showPath(path));
    else this.end(piece.value);
  }

  /** A document that is there already. */
  whole(document: Json, where: string): void {
    this.member(document, where);
    this.out.push(...this.scopes.skipped());
  }

  /** An element of the root list: a match, or a whole document. */
  private member(value: unknown, where: string): void {
    const member = mustBeObject(value, where);
    if (isMatch(member)) {
      this.bare = true;
      this.match("matches", member, where);
      return;
    }
    for (const list of lists) {
      for (const [index, one] of listAt(member, list, where).entries()) {
        this.match(list, one, `${where}.${list}[${index}]`);
      }
    }
    this.document(member, where);
  }

  private match(list: MatchList, value: unknown, where: string): void {
    const entry = mustBeObject(value, where);
    if (list === "ignoredMatches") {
      this.scopes.pass(suppression(entry));
      return;
    }
    const draft = matchDraft(entry, where);
    if ("skip" in draft) {
      this.scopes.skip(draft);
      return;
    }
    const { title, description, references } = this.rules.get(draft.rule.id) ?? draft.rule;
    this.rules.set(draft.rule.id, draft.rule);
    Object.assign(draft.rule, { title, references }, description === undefined ? {} : { description });
    this.matches.add(draft);
  }

  private end(rest: unknown): void {
    if (!this.inList) this.document(mustBeObject(rest, "the document"), "the document");
    else if (this.bare || this.documents === 0) this.finish({});
    this.inList = false;
    this.bare = false;
    this.out.push(...this.scopes.skipped());
  }

  /** Everything of a document is read: `rest` has what stands around its matches. */
  private document(rest: Json, where: string): void {
    const report = inner(rest);
    if (!isObject(report) || lists.every((list) => report[list] === undefined)) {
      throw wrong("a Grype report", rest, where);
    }
    for (const list of lists) listAt(report, list, "");
    this.finish(report);
  }

  private finish(report: Json): void {
    const descriptor = objectAt(report, "descriptor", "") ?? {};
    const observedAt = isoTime(descriptor.timestamp);
    if (this.documents++ === 0) {
      const version = textOf(descriptor.version).replace(/^\[not provided\]$/, "");
      const toolVersion = version || null;
      this.out.push({ type: "header", tool: "grype", toolVersion, semantics: "snapshot", observedAt });
    }
    const { artifact, partial } = scanned(report, this.options);
    const { target, label } = artifact;
    const later = this.documents > 1 ? { observedAt } : {};
    const about = { target, label, assetKind: target?.kind ?? ("image" as const), ...later };
    const scope = new Scope("vulnerability", profileOf(descriptor, this.options), () => about);
    for (const draft of this.matches.drafts.values()) scope.add(draft);
    if (partial) scope.notAll(partial);
    this.scopes.named("vulnerability", () => scope);
    for (const message of [artifact.warning ?? "", ...complaints(report, label)]) {
      if (message !== "") this.out.push({ type: "warning", message });
    }
    this.out.push(...this.scopes.flush());
    this.scopes.forget();
    this.matches = emptyScope();
    this.rules = new Map();
  }
}

/** Gathers matches until it is known what they are about. */
const emptyScope = () => {
  return new Scope("vulnerability", "", () => ({ target: null, label: "", assetKind: "image" }));
};
