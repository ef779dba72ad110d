/** Version of the score's formula. What is kept of a past day carries the one that it was made with. */
export const scoreVersion = 1;
