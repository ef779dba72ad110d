"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { formText, useWrite } from "@/components/ui/use-write";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";

export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null);
  const write = useWrite({
    send: (body: Record<string, string>) => api("/session/password", { method: "POST", body, shape: Done }),
    done: () => "Password changed; every other browser is signed out",
    stale: [["session"]],
    after: () => form.current?.reset(),
  });
  return (
    <form
      ref={form}
      className="max-w-80 space-y-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        write.run(formText(event.currentTarget));
      }}
    >
      {write.problem && (
        <Notice tone="bad" role="alert">
          {write.problem}
        </Notice>
      )}
      <Field label="Current password" error={write.field("current")}>
        {(ids) => <Input {...ids} name="current" type="password" required autoComplete="current-password" />}
      </Field>
      <Field label="New password" hint="At least 12 characters." error={write.field("next")}>
        {(ids) => <Input {...ids} name="next" type="password" required minLength={12} autoComplete="new-password" />}
      </Field>
      <Button type="submit" busy={write.busy}>
        Change the password
      </Button>
    </form>
  );
}
