import { createHash } from "node:crypto";
import project from "../../../package.json" with { type: "json" };
import { STAMP_BYTES, type Stamps, stampsOf } from "../../importers/stamps";

export interface Digests {
  /** SHA-256 of all bytes. */
  digest: string;
  /** Of the bytes without the stamps of the run; the same as `digest` where there are none. */
  content: string;
  /** The time of the run that was left out of `content`, ISO; null where none was. */
  time: string | null;
}

/** Works out both digests of a body as its bytes go by. */
export class Digester {
  private readonly all = createHash("sha256");
  /** Another version of this program may read the same bytes differently: then all are read again, once. */
  private readonly content = createHash("sha256").update(`${project.version}\n`);
  private head: Uint8Array[] | null = [];
  private headBytes = 0;
  private stamps: Stamps = { cuts: [], time: null };

  constructor(private readonly format?: string) {}

  update(part: Uint8Array): void {
    this.all.update(part);
    if (!this.head) {
      if (this.stamps.cuts.length > 0) this.content.update(part);
      return;
    }
    this.head.push(part);
    this.headBytes += part.length;
    if (this.headBytes >= STAMP_BYTES) this.begin(this.head, false);
  }

  end(): Digests {
    if (this.head) this.begin(this.head, true);
    const digest = this.all.digest("hex");
    const { cuts, time } = this.stamps;
    return { digest, content: cuts.length > 0 ? this.content.digest("hex") : digest, time };
  }

  private begin(parts: Uint8Array[], whole: boolean): void {
    const bytes = Buffer.concat(parts);
    this.head = null;
    this.stamps = stampsOf(bytes.subarray(0, STAMP_BYTES), whole && bytes.length <= STAMP_BYTES, this.format);
    if (this.stamps.cuts.length === 0) return;
    let from = 0;
    for (const [start, end] of this.stamps.cuts) {
      this.content.update(bytes.subarray(from, start));
      from = end;
    }
    this.content.update(bytes.subarray(from));
  }
}
