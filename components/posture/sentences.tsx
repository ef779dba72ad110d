import type { z } from "zod";
import { withAsOf } from "@/components/frame/as-of";
import { TextLink } from "@/components/ui/text-link";
import type { Sentence } from "@/lib/client/contract/posture";

type SentenceData = z.infer<typeof Sentence>;

/**
 * What the page has to say, in words, before any picture. Nouns are links; on a past day (`asOf`) only those are that
 * lead to pages which have that day.
 */
export function Sentences({ sentences, asOf = null }: { sentences: SentenceData[]; asOf?: string | null }) {
  if (sentences.length === 0) return null;
  return (
    <div className="max-w-[100ch] space-y-1 text-body text-pretty">
      {sentences.map((sentence) => (
        <p key={sentence.map((part) => part.text).join("")}>
          {keyed(sentence).map(({ key, part }) => (
            <Part key={key} part={part} asOf={asOf} />
          ))}
        </p>
      ))}
    </div>
  );
}

function Part({ part, asOf }: { part: SentenceData[number]; asOf: string | null }) {
  const text = part.mono ? <code className="font-mono text-small">{part.text}</code> : part.text;
  const href = part.href && withAsOf(part.href, asOf);
  return href && (asOf === null || href !== part.href) ? <TextLink href={href}>{text}</TextLink> : text;
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
