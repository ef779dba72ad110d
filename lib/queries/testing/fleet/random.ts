/** SQL for a number in [0, 1) that depends only on the seed and the given SQL expressions. */
export function random(seed: number, salt: string, ...parts: string[]): string {
  const text = [`'${salt}'`, ...parts.map((part) => `(${part})::text`)].join(" || '/' || ");
  return `((hashtextextended(${text}, ${seed}) & 1048575) / 1048576.0::float8)`;
}

/** SQL that picks among words or numbers by weight: `choose(r, [[5, 0.1], [4, 0.9]])`. */
export function choose(value: string, options: readonly (readonly [number | string, number])[]): string {
  let sum = 0;
  const cases = options.slice(0, -1).map(([option, weight]) => {
    sum += weight;
    return `WHEN ${value} < ${sum} THEN ${option}`;
  });
  return `(CASE ${cases.join(" ")} ELSE ${options.at(-1)?.[0]} END)`;
}
