"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Input, Select } from "@/components/ui/input";
import { formText, useWrite } from "@/components/ui/use-write";
import { type OwnershipChange, OwnershipRuleRow, OwnershipRuleWrite } from "@/lib/client/contract/admin";
import { api } from "@/lib/client/fetcher";
import { teamsQuery } from "@/lib/client/queries/admin";
import { OwnershipPreviewPart } from "./ownership-preview";

const conditions = [
  { name: "cluster", label: "Cluster", hint: "checkout-*" },
  { name: "namespace", label: "Namespace", hint: "shop, shop-*" },
  { name: "labelKey", label: "Label", hint: "app.kubernetes.io/part-of" },
  { name: "labelValue", label: "Value of the label", hint: "payments" },
  { name: "image", label: "Image", hint: "registry.example.org/base/*" },
  { name: "repository", label: "Source repository", hint: "github.com/example/*" },
] as const;

const bodyOf = ({ priority, ...fields }: Record<string, string>) => ({ ...fields, priority: Number(priority ?? 100) });

/** Adds an ownership rule, or replaces one, and says before what that would do. */
export function OwnershipDialog({ rule, onClose }: { rule: OwnershipRuleRow | "new" | null; onClose: () => void }) {
  return rule === null ? null : (
    <RuleForm key={rule === "new" ? "new" : rule.id} rule={rule === "new" ? null : rule} onClose={onClose} />
  );
}

function RuleForm({ rule, onClose }: { rule: OwnershipRuleRow | null; onClose: () => void }) {
  const teams = useQuery(teamsQuery());
  const [change, setChange] = useState<OwnershipChange | null>(null);
  const look = (form: HTMLFormElement | null) => {
    const body = form && OwnershipRuleWrite.safeParse(bodyOf(formText(form)));
    const stated = body?.success ? body.data : null;
    setChange(stated && (rule ? { change: "replace", id: rule.id, rule: stated } : { change: "add", rule: stated }));
  };
  const write = useWrite({
    send: (fields: Record<string, string>) =>
      api(rule ? `/ownership/${rule.id}` : "/ownership", {
        method: rule ? "PUT" : "POST",
        body: bodyOf(fields),
        shape: OwnershipRuleRow,
      }),
    done: () => "Rule saved; findings move in the background",
    stale: [["ownership"], ["posture"], ["findings"], ["overview"]],
    after: onClose,
  });
  return (
    <FormDialog
      title={rule ? "Edit the rule" : "Add a rule"}
      open
      onClose={onClose}
      onSubmit={write.run}
      submit="Save the rule"
      busy={write.busy}
      problem={write.problem}
    >
      <div className="space-y-4" onInput={(event) => look(event.currentTarget.closest("form"))}>
        <div className="grid grid-cols-[1fr_6rem] gap-3">
          <Field label="Owner" error={write.field("team")}>
            {(ids) => (
              <Select
                {...ids}
                name="team"
                required
                className="w-full"
                defaultValue={rule?.team.slug}
                key={teams.data ? "ready" : "waiting"}
              >
                {teams.data?.items.map((team) => (
                  <option key={team.slug} value={team.slug}>
                    {team.name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Order" error={write.field("priority")}>
            {(ids) => (
              <Input
                {...ids}
                name="priority"
                type="number"
                min={0}
                max={1_000_000}
                defaultValue={rule?.priority ?? 100}
                className="tabular"
              />
            )}
          </Field>
        </div>
        <p className="text-small text-ink-2">
          The lowest order is tried first. All that is stated must hold; * stands for anything.
        </p>
        <div className="grid gap-3 sm:grid-cols-2">
          {conditions.map(({ name, label, hint }) => (
            <Field key={name} label={label} error={write.field(name)}>
              {(ids) => (
                <Input {...ids} name={name} placeholder={hint} defaultValue={rule?.[name] ?? ""} autoComplete="off" />
              )}
            </Field>
          ))}
        </div>
      </div>
      <OwnershipPreviewPart
        change={change}
        waiting={rule ? "Change something to see what would change owner." : undefined}
      />
    </FormDialog>
  );
}
