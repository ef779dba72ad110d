"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { signIn } from "@/lib/client/sign-in";

function waitText(seconds: number | undefined): string {
  if (!seconds) return "a while";
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}

export function SignInView({ next }: { next: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const result = await signIn(String(form.get("email")), String(form.get("password")));
    // A whole page load, so that nothing drawn for somebody else is left in the tab.
    if (result.ok) return window.location.assign(next);
    setBusy(false);
    if (result.reason === "locked")
      setProblem(`Too many attempts. Sign-in is locked for ${waitText(result.retryAfter)}.`);
    else if (result.reason === "offline") setProblem("The server cannot be reached. Try again in a moment.");
    else setProblem("This e-mail and password do not go together.");
  }

  return (
    <>
      <h1 className="mb-4 text-title font-semibold">Sign in</h1>
      <form onSubmit={submit} className="space-y-4">
        {problem && (
          <Notice tone="bad" role="alert">
            {problem}
          </Notice>
        )}
        <Field label="E-mail">
          {(ids) => <Input {...ids} name="email" type="email" autoComplete="username" required autoFocus />}
        </Field>
        <Field label="Password">
          {(ids) => <Input {...ids} name="password" type="password" autoComplete="current-password" required />}
        </Field>
        <Button type="submit" look="primary" busy={busy} className="w-full">
          {busy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </>
  );
}
