/** Names of flaws: a line that breaks at their hyphens reads like two. */
const names = /\b(?:CVE|GHSA)-[\w-]+/g;

/** Text in which names of flaws stay in one piece. */
export function Unbroken({ text }: { text: string }) {
  let from = 0;
  const parts = [...text.matchAll(names)].map((found) => {
    const before = text.slice(from, found.index);
    from = found.index + found[0].length;
    return (
      <span key={found.index}>
        {before}
        <span className="whitespace-nowrap">{found[0]}</span>
      </span>
    );
  });
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}
