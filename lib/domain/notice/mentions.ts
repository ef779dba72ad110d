/**
 * Whom a text mentions: `@ada` or `@ada@example.org`, in lower case, each once; at most 20. An address within a text
 * (`ada@example.org`) mentions nobody.
 */
export function mentionsIn(text: string): string[] {
  const found = text.matchAll(
    /(?<![\p{L}\p{N}@._+-])@([\p{L}\p{N}_+-]+(?:\.[\p{L}\p{N}_+-]+)*(?:@[a-z0-9-]+(?:\.[a-z0-9-]+)+)?)/giu,
  );
  const names = new Set<string>();
  for (const [, name] of found) if (name) names.add(name.toLowerCase());
  return [...names].slice(0, 20);
}
