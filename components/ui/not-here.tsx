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
