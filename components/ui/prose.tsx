import type { ReactNode } from "react";

/**
 * Text of advisories, which is Markdown more often than not: paragraphs, lists, code and headings are set as such,
 * everything else stays as it was written. No HTML of the source is ever interpreted.
 */
export function Prose({ text }: { text: string }) {
  const blocks = text.replaceAll("\r\n", "\n").split(/\n{2,}|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/m);
  return (
    <div className="max-w-prose space-y-2 break-words">
      {keyed(blocks.map((block) => block.trim()).filter(Boolean)).map(({ key, text: block }) => (
        <Block key={key} text={block} />
      ))}
    </div>
  );
}

function Block({ text }: { text: string }) {
  const heading = /^#{1,6} +(.+)$/.exec(text);
  if (heading) return <p className="font-medium">{inline(heading[1] ?? "")}</p>;
  if (text.startsWith("```"))
    return (
      <pre className="rounded-md border border-line bg-sunken p-2 font-mono text-small whitespace-pre-wrap">
        {text.replace(/^```\w*\n?|\n?```$/g, "")}
      </pre>
    );
  const lines = text.split("\n");
  if (lines.every((line) => /^\s*([*+-]|\d+\.) /.test(line)))
    return (
      <ul className="list-disc space-y-0.5 pl-5">
        {keyed(lines).map(({ key, text: line }) => (
          <li key={key}>{inline(line.replace(/^\s*([*+-]|\d+\.) /, ""))}</li>
        ))}
      </ul>
    );
  return <p>{inline(text)}</p>;
}

/** Code between backticks; emphasis marks are dropped. */
function inline(text: string): ReactNode[] {
  return keyed(text.split("`")).map(({ key, text: part, index }) =>
    index % 2 === 1 ? (
      <code key={key} className="font-mono text-small">
        {part}
      </code>
    ) : (
      <span key={key}>{part.replaceAll("**", "")}</span>
    ),
  );
}

/** Parts of a text by where they begin: the same words may come twice. */
function keyed(parts: string[]) {
  let start = 0;
  return parts.map((text, index) => {
    const key = start;
    start += text.length + 1;
    return { key, text, index };
  });
}
