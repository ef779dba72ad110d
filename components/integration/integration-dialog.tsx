"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyBlock } from "@/components/ui/copy";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Input } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { type IntegrationKind, IntegrationMade, type IntegrationRow } from "@/lib/client/contract/integration";
import { api } from "@/lib/client/fetcher";
import { EndpointFields, GithubFields, SmtpFields } from "./fields";
import { kindWords, repositoriesOf } from "./words";

/** Fields of the form as the API takes them. `before`: it is a change, and empty secrets stay as they are. */
function bodyOf(kind: IntegrationKind, fields: Record<string, string>, before: IntegrationRow | null): object {
  const { name, allowPrivate, ...rest } = fields;
  const own = allowPrivate === "on";
  const base = { ...(before ? {} : { kind }), name };
  if (kind === "smtp") return { ...base, ...rest, port: Number(rest.port), user: rest.user ?? null };
  if (kind === "github") {
    const { repositories = "", automatic, ...github } = rest;
    return {
      ...base,
      ...github,
      allowPrivate: own,
      automatic: automatic === "on",
      repositories: repositoriesOf(repositories),
    };
  }
  const { newKey, ...endpoint } = rest;
  return { ...base, ...endpoint, allowPrivate: own, ...(newKey === "on" ? { newKey: true } : {}) };
}

/** Adds an integration, or changes one. A key that was made is shown this once. */
export function IntegrationDialog({
  kind,
  before,
  webhookUrl,
  onClose,
}: {
  kind: IntegrationKind;
  before: IntegrationRow | null;
  /** Where GitHub sends its webhooks. */
  webhookUrl: string;
  onClose: () => void;
}) {
  const [key, setKey] = useState<string | null>(null);
  const write = useWrite({
    send: (fields: Record<string, string>) =>
      api(before ? `/integrations/${before.id}` : "/integrations", {
        method: before ? "PATCH" : "POST",
        body: bodyOf(kind, fields, before),
        shape: IntegrationMade,
      }),
    done: () => "Saved",
    stale: [["integrations"], ["notices"]],
    after: (made) => (made.key ? setKey(made.key) : onClose()),
  });
  if (key)
    return (
      <Dialog
        title={kind === "github" ? "Secret for GitHub’s webhook" : "Key of the signature"}
        open
        onClose={onClose}
        footer={
          <Button look="primary" onClick={onClose}>
            I have kept it
          </Button>
        }
      >
        <p>
          {kind === "github"
            ? `This is the only time that it is shown. With it, issues are followed at once: add a webhook for “Issues” in the repository, with content type application/json, to ${webhookUrl}. Without one they are asked every few minutes.`
            : "This is the only time that it is shown. Each message carries X-Parapet-Signature: t=…,v1=…, the HMAC-SHA256 of time, a dot and the body, and X-Parapet-Event-Id, by which a repeated one can be told."}
        </p>
        <CopyBlock text={key} label="Key" />
      </Dialog>
    );
  return (
    <FormDialog
      title={before ? `Change ${before.name}` : `Add: ${kindWords[kind]}`}
      open
      onClose={onClose}
      onSubmit={write.run}
      submit={before ? "Save" : "Add"}
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="Name" error={write.field("name")}>
        {(ids) => (
          <Input {...ids} name="name" required maxLength={100} autoComplete="off" defaultValue={before?.name ?? ""} />
        )}
      </Field>
      {kind === "smtp" && <SmtpFields before={before} field={write.field} />}
      {(kind === "slack" || kind === "webhook") && <EndpointFields kind={kind} before={before} field={write.field} />}
      {kind === "github" && <GithubFields before={before} field={write.field} />}
    </FormDialog>
  );
}
