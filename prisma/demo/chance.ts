import { createHash } from "node:crypto";

/**
 * The demo's chance: a number in [0, 1) that depends on the key alone. So every detail is drawn by its name, nothing
 * shifts when something is added, and two runs give the same bytes.
 */
export function chance(key: string): number {
  return createHash("sha256").update(key).digest().readUInt32BE(0) / 2 ** 32;
}

/** An integer from `from` to `to`, both included. */
export const between = (key: string, from: number, to: number): number =>
  from + Math.floor(chance(key) * (to - from + 1));

export const hex = (key: string, length: number): string =>
  createHash("sha256").update(key).digest("hex").slice(0, length);

export const digestOf = (key: string): string => `sha256:${hex(key, 64)}`;

/** A UUID that is the same in every run. */
export function uuid(key: string): string {
  const text = hex(key, 32);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20)}`;
}

const pick = (key: string, from: string, length: number): string =>
  Array.from({ length }, (_, i) => from[between(`${key}#${i}`, 0, from.length - 1)]).join("");

/** What Kubernetes puts at the end of the names of pods: no vowels, nothing that looks like something else. */
export const suffix = (key: string): string => pick(key, "bcdfghjklmnpqrstvwxz2456789", 5);

/** Hash of a pod template: a decimal number in that alphabet. */
export const templateHash = (key: string): string => pick(key, "456789bcdf", 9);
