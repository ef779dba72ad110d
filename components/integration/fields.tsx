"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Input, Select, Textarea } from "@/components/ui/input";
import type { IntegrationRow } from "@/lib/client/contract/integration";
import { repositoryLines } from "./words";

interface Of {
  before: IntegrationRow | null;
  /** What the server has against a field. */
  field: (name: string) => string | null | undefined;
}

const stays = "Left empty it stays as it is.";

function Check({ name, checked, children }: { name: string; checked: boolean; children: string }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-small">
      <Checkbox id={id} name={name} defaultChecked={checked} />
      <label htmlFor={id}>{children}</label>
    </div>
  );
}

export function SmtpFields({ before, field }: Of) {
  const config = before && "port" in before.config ? before.config : null;
  return (
    <>
      <div className="grid grid-cols-[1fr_6rem] gap-4">
        <Field label="Host" error={field("host")}>
          {(ids) => <Input {...ids} name="host" required maxLength={253} defaultValue={config?.host ?? ""} />}
        </Field>
        <Field label="Port" error={field("port")}>
          {(ids) => (
            <Input {...ids} name="port" type="number" required min={1} max={65535} defaultValue={config?.port ?? 587} />
          )}
        </Field>
      </div>
      <Field label="Encryption" error={field("security")}>
        {(ids) => (
          <Select {...ids} name="security" className="w-full" defaultValue={config?.security ?? "starttls"}>
            <option value="starttls">STARTTLS (mostly 587)</option>
            <option value="tls">TLS (mostly 465)</option>
            <option value="none">none: only for a relay on this machine</option>
          </Select>
        )}
      </Field>
      <Field label="User name" error={field("user")} hint="Empty where the server asks for none.">
        {(ids) => <Input {...ids} name="user" maxLength={200} autoComplete="off" defaultValue={config?.user ?? ""} />}
      </Field>
      <Field
        label="Password"
        error={field("password")}
        hint={before ? `${stays} For another host it is asked anew.` : "Kept encrypted, never shown."}
      >
        {(ids) => <Input {...ids} name="password" type="password" maxLength={500} autoComplete="new-password" />}
      </Field>
      <Field label="Sender" error={field("from")}>
        {(ids) => (
          <Input
            {...ids}
            name="from"
            required
            maxLength={200}
            placeholder="parapet@example.org"
            defaultValue={config?.from ?? ""}
          />
        )}
      </Field>
    </>
  );
}

export function EndpointFields({ kind, before, field }: Of & { kind: "slack" | "webhook" }) {
  const config = before && !("port" in before.config) ? before.config : null;
  return (
    <>
      <Field
        label="Address"
        error={field("url")}
        hint={before ? stays : "Kept encrypted: whoever has it can write there. Only its host is shown later."}
      >
        {(ids) => (
          <Input
            {...ids}
            name="url"
            type="url"
            required={!before}
            maxLength={1000}
            autoComplete="off"
            placeholder={kind === "slack" ? "https://hooks.slack.com/services/…" : "https://siem.example.org/hook"}
          />
        )}
      </Field>
      <Check name="allowPrivate" checked={config?.allowPrivate ?? false}>
        It lies in a private network
      </Check>
      {before && kind === "webhook" && (
        <Check name="newKey" checked={false}>
          Make a new key for the signature
        </Check>
      )}
    </>
  );
}

export function GithubFields({ before, field }: Of) {
  const config = before && "apiUrl" in before.config ? before.config : null;
  return (
    <>
      <Field
        label="Address of the API"
        error={field("apiUrl")}
        hint="For GitHub Enterprise Server: https://host/api/v3"
      >
        {(ids) => (
          <Input
            {...ids}
            name="apiUrl"
            type="url"
            required
            maxLength={500}
            defaultValue={config?.apiUrl ?? "https://api.github.com"}
          />
        )}
      </Field>
      <Field
        label="Token"
        error={field("token")}
        hint={
          before ? stays : "Fine-grained, with read and write access to issues of these repositories. Kept encrypted."
        }
      >
        {(ids) => (
          <Input {...ids} name="token" type="password" required={!before} maxLength={500} autoComplete="new-password" />
        )}
      </Field>
      <Field
        label="Repositories"
        error={field("repositories")}
        hint="A line for each team: its short name, then owner/name. Who reads the repository reads the team’s tickets."
      >
        {(ids) => (
          <Textarea
            {...ids}
            name="repositories"
            rows={3}
            className="font-mono"
            placeholder="checkout acme/checkout"
            defaultValue={repositoryLines(config?.repositories ?? {})}
          />
        )}
      </Field>
      <Check name="automatic" checked={config?.automatic ?? true}>
        Make an issue for each remediation of these teams
      </Check>
      <Check name="allowPrivate" checked={config?.allowPrivate ?? false}>
        It lies in a private network
      </Check>
    </>
  );
}
