"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useWrite } from "@/components/ui/use-write";
import { type SlaMatrix, SlaPolicyBody, SlaState } from "@/lib/client/contract/sla";
import { api } from "@/lib/client/fetcher";
import type { Severity } from "@/lib/domain/vocabulary";
import { SlaMatrixTable } from "./sla-matrix";
import { SlaPreviewLine } from "./sla-preview";

/** The policy as it is or, for those who may, as it could be: with what that would change before it is saved. */
export function SlaForm({ state }: { state: SlaState }) {
  const [policy, setPolicy] = useState(state.policy);
  const may = state.abilities["sla.write"] === true;
  const parsed = SlaPolicyBody.safeParse(policy);
  const changed = JSON.stringify(policy) !== JSON.stringify(state.policy);
  const write = useWrite({
    send: (body: SlaPolicyBody) => api("/sla", { method: "PUT", body, shape: SlaState }),
    done: () => "Saved; due dates follow in the background",
    stale: [["sla"], ["findings"], ["overview"], ["posture"]],
  });
  const issues = parsed.error?.issues ?? [];
  const wrongIn = (prefix: string) =>
    new Set(
      issues.flatMap(({ path }) => {
        const text = path.join(".");
        return text.startsWith(prefix) ? [text.slice(prefix.length)] : [];
      }),
    );
  const set = (index: number | null) =>
    may
      ? (column: "days" | "exploited", severity: Severity, days: number | null) => {
          const change = (matrix: SlaMatrix) => ({ ...matrix, [column]: { ...matrix[column], [severity]: days } });
          setPolicy(
            index === null
              ? { ...policy, matrix: change(policy.matrix) }
              : {
                  ...policy,
                  environments: policy.environments.map((item, n) =>
                    n === index ? { ...item, matrix: change(item.matrix) } : item,
                  ),
                },
          );
        }
      : null;
  return (
    <form
      className="min-w-0 space-y-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed.success) write.run(parsed.data);
      }}
    >
      <SlaMatrixTable
        name="every environment"
        title={policy.environments.length > 0 ? "Every other environment" : "Every environment"}
        matrix={policy.matrix}
        wrong={wrongIn("matrix.")}
        onChange={set(null)}
      />
      {policy.environments.map(({ name, matrix }, index) => (
        <div key={name} className="space-y-1">
          <SlaMatrixTable
            name={name}
            title={<span className="font-medium text-ink">{name}</span>}
            matrix={matrix}
            wrong={wrongIn(`environments.${index}.matrix.`)}
            onChange={set(index)}
          />
          {may && (
            <Button
              size="sm"
              look="quiet"
              onClick={() =>
                setPolicy({ ...policy, environments: policy.environments.filter((item) => item.name !== name) })
              }
            >
              Treat {name} like every other
            </Button>
          )}
        </div>
      ))}
      {may && (
        <AddEnvironment
          known={state.environments.filter((name) => !policy.environments.some((item) => item.name === name))}
          onAdd={(name) =>
            !policy.environments.some((item) => item.name === name) &&
            setPolicy({
              ...policy,
              environments: [...policy.environments, { name, matrix: structuredClone(policy.matrix) }],
            })
          }
        />
      )}
      {write.problem && (
        <Notice tone="bad" role="alert">
          {write.problem}
        </Notice>
      )}
      {may && changed && (
        <div className="space-y-3 border-t border-line pt-4">
          {parsed.success ? (
            <SlaPreviewLine policy={parsed.data} />
          ) : (
            <p role="status" className="text-critical">
              {issues[0]?.message ?? "This cannot be saved."}
            </p>
          )}
          <div className="flex gap-2">
            <Button type="submit" look="primary" busy={write.busy} disabled={!parsed.success}>
              Save
            </Button>
            <Button onClick={() => setPolicy(state.policy)}>Discard</Button>
          </div>
        </div>
      )}
    </form>
  );
}

function AddEnvironment({ known, onAdd }: { known: string[]; onAdd: (name: string) => void }) {
  const [name, setName] = useState("");
  return (
    <div className="flex max-w-xl flex-wrap items-center gap-2">
      <Input
        aria-label="Environment with days of its own"
        placeholder="Environment with days of its own"
        list="sla-environments"
        maxLength={50}
        value={name}
        onChange={(event) => setName(event.target.value)}
        className="w-64!"
      />
      <datalist id="sla-environments">
        {known.map((item) => (
          <option key={item} value={item} />
        ))}
      </datalist>
      <Button
        disabled={name.trim() === ""}
        onClick={() => {
          onAdd(name.trim());
          setName("");
        }}
      >
        Add
      </Button>
    </div>
  );
}
