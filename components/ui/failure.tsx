"use client";

import { Problem } from "@/lib/client/problem";
import { Button } from "./button";
import { Notice } from "./notice";
import { Page } from "./page";
import { TextLink } from "./text-link";

type Words = { title: string; text: string; retry: boolean };

function words(error: unknown): Words {
  if (!(error instanceof Problem))
    return { title: "This page failed", text: "Something in the page itself went wrong.", retry: true };
  if (error.status === 404)
    return { title: "Not here", text: "It does not exist, or it lies outside of what you may see.", retry: false };
  if (error.status === 403) return { title: "Not within your rights", text: error.message, retry: false };
  if (error.status === 0) return { title: "No connection", text: error.message, retry: true };
  return { title: "The server could not answer", text: error.message, retry: true };
}

function Reference({ error }: { error: unknown }) {
  const reference = error instanceof Problem ? error.body.requestId : "";
  if (!reference) return null;
  return (
    <p className="text-small text-ink-3">
      Request <code className="font-mono">{reference}</code>
    </p>
  );
}

/** What a page shows in place of its content when that cannot be had: why, and what one can do. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, text, retry } = words(error);
  return (
    <Page>
      <div role="alert" className="space-y-2 py-8">
        <h1 className="text-title font-semibold">{title}</h1>
        <p className="max-w-prose text-ink-2">{text}</p>
        <Reference error={error} />
        <p className="flex items-center gap-4 pt-2">
          {retry && onRetry && (
            <Button look="primary" onClick={() => onRetry()}>
              Try again
            </Button>
          )}
          <TextLink href="/">Back to the start</TextLink>
        </p>
      </div>
    </Page>
  );
}

/** The same for a part of a page; the rest of it still stands. */
export function PartFailure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, text, retry } = words(error);
  return (
    <Notice
      role="alert"
      action={
        retry &&
        onRetry && (
          <Button size="sm" onClick={() => onRetry()}>
            Try again
          </Button>
        )
      }
    >
      <p className="font-medium">{title}</p>
      <p className="text-ink-2">{text}</p>
      <Reference error={error} />
    </Notice>
  );
}
