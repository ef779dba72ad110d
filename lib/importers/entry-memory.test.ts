import { expect, it } from "vitest";
import { type EntryMark, EntryMemory, MARK_BYTES } from "./entry-memory";

const bytes = (text: string) => Buffer.from(text);

/** Marks as they are stored: none for what was never asked for. */
function marksOf(context: string, texts: (string | null)[]): Buffer {
  const list = new EntryMemory().within(context);
  const marks = Buffer.alloc(texts.length * MARK_BYTES);
  for (const [n, text] of texts.entries()) {
    if (text === null) continue;
    expect(list.recognise(bytes(text))).toBe(-1);
    marks.writeBigInt64BE((list.mark as EntryMark).digest, n * MARK_BYTES);
    marks.writeInt32BE(n - 500, n * MARK_BYTES + 8);
  }
  return marks;
}

it("knows entries by their bytes in the context that they were learnt in", () => {
  const texts = Array.from({ length: 1000 }, (_, n) => (n % 7 === 3 ? null : `{"n":${n}}`));
  const memory = new EntryMemory(marksOf("a", texts));
  const [same, other] = [memory.within("a"), memory.within("b")];
  for (const [n, text] of texts.entries()) {
    if (text === null) continue;
    expect(same.recognise(bytes(text))).toBe(n);
    expect(same.mark).toBeNull();
    expect(memory.keyOf(n)).toBe(n - 500);
    expect(other.recognise(bytes(text))).toBe(-1);
  }
  expect(same.recognise(bytes('{"n":3}'))).toBe(-1);
  expect(same.recognise(bytes('{"n": 1}'))).toBe(-1);
});

it("marks so many entries of a file and no more", () => {
  const memory = new EntryMemory();
  memory.room = 2;
  const list = memory.within("a");
  const marked = ["x", "y", "z"].map((text) => {
    list.recognise(bytes(text));
    return list.mark !== null;
  });
  expect(marked).toEqual([true, true, false]);
});
