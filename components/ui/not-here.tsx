import { Notice } from "./notice";
import { Page } from "./page";
import { TextLink } from "./text-link";

/** The same words for what is not there and for what one may not see: the difference would tell something. */
export function NotHere() {
  return (
    <Page>
      <div className="space-y-2 py-8">
        <h1 className="text-title font-semibold">Not here</h1>
        <p className="max-w-prose text-ink-2">It does not exist, or it lies outside of what you may see.</p>
        <p className="pt-2">
          <TextLink href="/">Back to the start</TextLink>
        </p>
      </div>
    </Page>
  );
}

/** A page, or a part of one, that this role has no use of. */
export function NotAllowed({ text }: { text: string }) {
  return (
    <Notice>
      <p className="font-medium">Not within your rights</p>
      <p className="text-ink-2">{text}</p>
    </Notice>
  );
}
