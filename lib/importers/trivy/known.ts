import { Doubt, type EntryMemory, type ListMemory } from "../entry-memory";
import type { JsonPath } from "../stream/json";
import { JsonSplitter } from "../stream/json-splitter";
import { type Aim, ImportError, type ImportOptions, type Sniff } from "../types";
import { artifactOf } from "./artifact";
import { isObject, type Json } from "./guards";
import type { PackageContext } from "./vulnerability";

const sliceBytes = 2048;

/** What a report is about, by what stands before its results; null where the head alone does not say. */
export function aimOf(sniff: Sniff, options: ImportOptions): Aim | null {
  if (sniff.root !== "object") return null;
  const bytes = Buffer.from(sniff.text);
  const splitter = new JsonSplitter({ arrays: [["Results"]] });
  try {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      for (const piece of splitter.push(bytes.subarray(at, at + sliceBytes))) {
        if (piece.type !== "list" || !isObject(piece.head) || piece.head.ArtifactName === undefined) return null;
        const { target } = artifactOf(piece.head, options);
        return target && { tool: "trivy", target, profile: options.profile ?? "" };
      }
    }
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
  }
  return null;
}

/** Members of a result that say what its entries mean. */
const contextOf = (result: Json) => JSON.stringify([result.Target, result.Class, result.Type]);

/** Vulnerabilities that were said before, in results as of now: on the target of the report and with a name. */
export class KnownVulnerabilities {
  private head: unknown = null;
  private context = "";
  private list: ListMemory | null = null;

  constructor(private readonly memory: EntryMemory) {}

  /** For `recallJson`. Throws Doubt when the result before turned out to be another than its beginning said. */
  within(path: JsonPath, head: unknown): ListMemory | null {
    if (path.length !== 3 || path[0] !== "Results" || !isObject(head)) return null;
    if (head !== this.head) {
      this.confirm();
      this.head = head;
      this.context = contextOf(head);
      const named = typeof head.Target === "string" && typeof head.Type === "string";
      this.list = named ? this.memory.within(`trivy ${this.context}`) : null;
    }
    return path[2] === "Vulnerabilities" ? this.list : null;
  }

  confirm(): void {
    if (this.list && contextOf(this.head as Json) !== this.context) throw new Doubt();
  }
}

/** An entry that need not be read, unless another one says more of the same. */
export interface KnownEntry {
  /** In the memory. */
  number: number;
  key: number;
  /** null: not kept. */
  bytes: Buffer | null;
  context: PackageContext;
}

/** Bytes of known entries that are kept until it is clear that they are not needed. */
const mostKept = 8 * 1024 * 1024;

/** Makes known entries, and keeps their bytes as long as those are few. */
export class Keeper {
  private kept = 0;

  constructor(private readonly memory: EntryMemory) {}

  entry(number: number, bytes: Buffer, context: PackageContext): KnownEntry {
    this.kept += bytes.length;
    return { number, key: this.memory.keyOf(number), bytes: this.kept <= mostKept ? bytes : null, context };
  }

  forget(): void {
    this.kept = 0;
  }
}
