/** Somebody who can sign in to the demo. */
export interface DemoPerson {
  email: string;
  password: string;
  /** What they look at, in a few words. */
  sees: string;
}

/**
 * Fills the demo's database once, through the real pipeline, with DATABASE_URL set and a worker running; on a database
 * that has the sample data already it only returns who can sign in.
 * @param options.say takes a progress line
 */
export async function seedDemo(_options: { say(line: string): void }): Promise<DemoPerson[]> {
  return [];
}
