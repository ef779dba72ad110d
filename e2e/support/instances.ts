/**
 * Two servers stand behind the tests: the demo, which is only looked at, and one that starts empty, is set up by the
 * first test and then filled with a small fleet of which every name is known.
 */
export const demoUrl = process.env.PARAPET_E2E_URL ?? "http://localhost:3000";

/** Set by `own-server.ts` before the first worker starts. */
export const ownUrl = process.env.PARAPET_E2E_OWN_URL ?? "http://localhost:3001";
