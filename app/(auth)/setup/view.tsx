"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { Problem } from "@/lib/client/problem";
import { signIn } from "@/lib/client/sign-in";

type Errors = { whole?: string; field: (name: string) => string | undefined };
const none: Errors = { field: () => undefined };

/** Makes the first admin and signs them in. */
export function SetupView({ codeRequired }: { codeRequired: boolean }) {
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Errors>(none);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setErrors(none);
    try {
      const body = { name: text("name"), email: text("email"), password: text("password") };
      await api("/setup", { method: "POST", body: codeRequired ? { ...body, code: text("code") } : body, shape: Done });
      const result = await signIn(body.email, body.password);
      window.location.assign(result.ok ? "/" : "/sign-in");
    } catch (error) {
      setBusy(false);
      if (!(error instanceof Problem)) setErrors({ ...none, whole: "Something went wrong in this page." });
      else if (error.body.errors?.length) setErrors({ field: (name) => error.field(name) });
      else setErrors({ ...none, whole: error.message });
    }
  }

  return (
    <>
      <h1 className="text-title font-semibold">Make the first admin</h1>
      <p className="mt-1 mb-4 text-ink-2">
        This page works once. An admin runs Parapet: people, teams and tokens. Decisions on risk are for the security
        role.
      </p>
      <form onSubmit={submit} className="space-y-4">
        {errors.whole && (
          <Notice tone="bad" role="alert">
            {errors.whole}
          </Notice>
        )}
        {codeRequired && (
          <Field
            label="Set-up code"
            hint="The server printed it on its console when it started."
            error={errors.field("code")}
          >
            {(ids) => (
              <Input {...ids} name="code" autoComplete="off" spellCheck={false} required className="font-mono" />
            )}
          </Field>
        )}
        <Field label="Name" error={errors.field("name")}>
          {(ids) => <Input {...ids} name="name" autoComplete="name" required maxLength={100} />}
        </Field>
        <Field label="E-mail" error={errors.field("email")}>
          {(ids) => <Input {...ids} name="email" type="email" autoComplete="username" required />}
        </Field>
        <Field label="Password" hint="At least 12 characters; a sentence is good." error={errors.field("password")}>
          {(ids) => (
            <Input {...ids} name="password" type="password" autoComplete="new-password" minLength={12} required />
          )}
        </Field>
        <Button type="submit" look="primary" busy={busy} className="w-full">
          {busy ? "Setting up…" : "Make admin and sign in"}
        </Button>
      </form>
    </>
  );
}
