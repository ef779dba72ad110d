/** Something that set-up cannot get past. Its message is one clear sentence and is shown without a stack trace. */
export class SetupProblem extends Error {
  name = "SetupProblem";
}

/**
 * The sentence for errors of the operating system that a person can act on, or null for anything else.
 * @param {unknown} error
 * @param {string} what what was being done, e.g. "install the dependencies"
 * @returns {string | null}
 */
export function explain(error, what) {
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  const where = path ? ` (${path})` : "";
  if (code === "ENOSPC") return `No space is left on the disk to ${what}${where}. Free some and start again.`;
  if (code === "EDQUOT") return `The disk quota is used up; cannot ${what}${where}. Free some space and start again.`;
  if (code === "EACCES" || code === "EPERM") return `No permission to ${what}${where}.`;
  if (code === "EROFS") return `The disk is read-only; cannot ${what}${where}.`;
  return null;
}
