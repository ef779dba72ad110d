/** For so long what was done to many at once can be undone, by whoever did it. */
export const UNDO_HOURS = 1;
