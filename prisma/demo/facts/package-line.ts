import type { Severity } from "@/lib/domain/vocabulary";

/**
 * When an image was last rebuilt, as the state of its packages: 0 is the middle of 2023, each step up to 5 is about
 * half a year; 6 is right after the latest advisories. Ids, packages and versions are those of public advisories; titles are our own.
 */
export type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Later than every level: no version without it is out. */
export const never = 9;

export interface Flaw {
  id: string;
  severity: Exclude<Severity, "info">;
  /** First level whose packages have it. */
  since: Level;
  /** First level whose packages are without it. */
  fixedAt: number;
  /** First version without it; "" where there is none. */
  fixedVersion: string;
  title: string;
  /** The distribution said that it will not fix it. */
  wontFix: boolean;
}

export interface PackageLine {
  /** Packages that are built from one source and share version and flaws. */
  names: string[];
  /** Version from a level on. */
  versions: Partial<Record<Level, string>>;
  flaws: Flaw[];
}

type Versions = PackageLine["versions"];

/** @param names one or several, divided by blanks */
export const line = (names: string, versions: Versions, flaws: Flaw[]): PackageLine => ({
  names: names.split(" "),
  versions,
  flaws,
});

export const flaw = (
  id: string,
  severity: Flaw["severity"],
  fixedAt: number,
  fixedVersion: string,
  title: string,
): Flaw => ({ id, severity, since: 0, fixedAt, fixedVersion, title, wontFix: false });

/** Known and not fixed so far. */
export const open = (id: string, severity: Flaw["severity"], title: string): Flaw =>
  flaw(id, severity, never, "", title);

/** Known, and the maintainers leave it. */
export const left = (id: string, severity: Flaw["severity"], title: string): Flaw => ({
  ...open(id, severity, title),
  wontFix: true,
});

/** It came with the packages of this level. */
export const since = (level: Level, of: Flaw): Flaw => ({ ...of, since: level });

/** Version of a package in an image of this level. */
export function versionAt(versions: Versions, level: Level): string {
  for (let at = level; at >= 0; at--) {
    const version = versions[at as Level];
    if (version !== undefined) return version;
  }
  throw new Error(`no version at level ${level}`);
}
