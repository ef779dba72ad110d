"use client";

import { useState } from "react";
import { useViewer } from "@/components/frame/viewer";
import { FormDialog } from "@/components/ui/form-dialog";
import { plural } from "@/components/ui/format";
import { Field, Input, Select, Textarea } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import {
  ExceptionCreate,
  ExceptionDetail,
  type ExceptionKind,
  type ExceptionScope,
} from "@/lib/client/contract/exception";
import { api } from "@/lib/client/fetcher";
import { defaultDays, type Justification, justifications, mostDays } from "@/lib/domain/exception/vocabulary";
import { LivePreview } from "./live-preview";
import { ScopeChoice } from "./scope-choice";
import { narrowed, type ScopePart, scopeParts } from "./scopes";
import { justificationName, kindMeans, kindName } from "./words";

type Start = { kind: ExceptionKind; reason: string; justification: Justification | null };
const kinds = Object.keys(kindName) as ExceptionKind[];

/** Asks for an exception, with what it would cover in sight; of several findings for one each, as closely as is chosen. */
export function RequestDialog({
  scopes,
  renews,
  start,
  onClose,
}: {
  scopes: ExceptionScope[];
  renews?: number;
  start?: Start;
  onClose: () => void;
}) {
  const { user } = useViewer();
  const forced = user.role === "devops";
  const [keep, setKeep] = useState<ReadonlySet<ScopePart>>(
    new Set(renews || forced ? scopeParts : scopeParts.filter((part) => part !== "team")),
  );
  const [kind, setKind] = useState<ExceptionKind>(start?.kind ?? "accepted");
  const chosen = narrowed(scopes, keep);
  const write = useWrite({
    send: async (fields: Record<string, string>) => {
      for (const scope of chosen) {
        const body = ExceptionCreate.parse({
          ...{ scope, kind, renews, reason: fields.reason ?? "", evidence: fields.evidence },
          ...{ justification: fields.justification, days: Number(fields.days ?? defaultDays) },
          links: (fields.links ?? "").split(/\s+/).filter(Boolean),
        });
        await api("/exceptions", { method: "POST", body, shape: ExceptionDetail });
      }
      return chosen.length;
    },
    done: (n) => `Asked for ${plural(n, "exception")}. Security decides.`,
    stale: [["exceptions"], ["findings", "one"]],
    after: onClose,
  });
  const justified = kind === "false_positive" || kind === "mitigated";
  return (
    <FormDialog
      title={renews ? `Renew exception #${renews}` : "Request an exception"}
      open
      onClose={onClose}
      onSubmit={write.run}
      submit={chosen.length > 1 ? `Request ${chosen.length}` : "Request"}
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="Decision" hint={kindMeans[kind]}>
        {(ids) => (
          <Select
            {...ids}
            className="w-full"
            value={kind}
            onChange={(event) => setKind(kinds.find((word) => word === event.target.value) ?? "accepted")}
          >
            {kinds.map((word) => (
              <option key={word} value={word}>
                {kindName[word]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {justified && (
        <Field
          label="Justification"
          hint={kind === "mitigated" ? "Where one of these says it; left out in other cases." : undefined}
          error={write.field("body.justification")}
        >
          {(ids) => (
            <Select
              {...ids}
              name="justification"
              className="w-full"
              defaultValue={start?.justification ?? ""}
              required={kind === "false_positive"}
            >
              <option value="">{kind === "false_positive" ? "Choose one" : "None of these"}</option>
              {justifications.map((word) => (
                <option key={word} value={word}>
                  {justificationName[word]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {!renews && <ScopeChoice scopes={scopes} keep={keep} onKeep={setKeep} forced={forced} />}
      <LivePreview scopes={chosen} />
      <Field label="Why" error={write.field("body.reason")}>
        {(ids) => (
          <Textarea
            {...ids}
            name="reason"
            required
            maxLength={10_000}
            rows={2}
            className="min-h-12"
            defaultValue={start?.reason}
          />
        )}
      </Field>
      <Field
        label="Evidence"
        hint="What shows it: a test, a configuration, a ticket."
        error={write.field("body.evidence")}
      >
        {(ids) => <Textarea {...ids} name="evidence" maxLength={10_000} rows={2} className="min-h-12" />}
      </Field>
      <Field label="Links" hint="One on a line." error={write.field("body.links")}>
        {(ids) => <Textarea {...ids} name="links" rows={1} className="min-h-8" placeholder="https://" />}
      </Field>
      <Field label="Days until it ends" hint="At most a year." error={write.field("body.days")}>
        {(ids) => (
          <Input
            {...ids}
            name="days"
            type="number"
            min={1}
            max={mostDays}
            defaultValue={defaultDays}
            required
            className="w-28"
          />
        )}
      </Field>
    </FormDialog>
  );
}
