import type { z } from "zod";
import { TextLink } from "@/components/ui/text-link";
import type { Sentence } from "@/lib/client/contract/posture";

type SentenceData = z.infer<typeof Sentence>;

/** What the page has to say, in words, before any picture. Nouns are links. */
export function Sentences({ sentences }: { sentences: SentenceData[] }) {
  if (sentences.length === 0) return null;
  return (
    <div className="max-w-[100ch] space-y-1 text-body text-pretty">
      {sentences.map((sentence) => (
        <p key={sentence.map((part) => part.text).join("")}>
          {keyed(sentence).map(({ key, part }) => (
            <Part key={key} part={part} />
          ))}
        </p>
      ))}
    </div>
  );
}

function Part({ part }: { part: SentenceData[number] }) {
  const text = part.mono ? <code className="font-mono text-small">{part.text}</code> : part.text;
  return part.href ? <TextLink href={part.href}>{text}</TextLink> : text;
}

/** Parts are known by where they begin: the same words may stand twice in a sentence. */
function keyed(sentence: SentenceData) {
  let start = 0;
  return sentence.map((part) => {
    const key = start;
    start += part.text.length + 1;
    return { key, part };
  });
}
