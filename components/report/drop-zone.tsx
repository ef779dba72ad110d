"use client";

import { UploadCloud } from "lucide-react";
import { type ChangeEvent, type DragEvent, useId, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { CheckRow } from "@/components/ui/check-row";
import { cx } from "@/components/ui/cx";
import { Field, Input, Select } from "@/components/ui/input";
import type { ClusterRow } from "@/lib/client/contract/admin";
import type { Params } from "@/lib/client/search-params";

const extras = [
  { name: "node", label: "Node", hint: "kube-bench names none" },
  { name: "namespace", label: "Namespace", hint: "of what was scanned" },
  { name: "image", label: "Image", hint: "when the file does not say" },
  { name: "format", label: "Format", hint: "only when it is not recognised" },
] as const;

/** Where files are dropped or chosen, and for which cluster. */
export function DropZone({
  clusters,
  onFiles,
}: {
  clusters: ClusterRow[];
  onFiles: (files: File[], params: Params) => void;
}) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [over, setOver] = useState(false);
  const [preview, setPreview] = useState(false);
  const targets = clusters.filter((one) => one.abilities["reports.import"] !== false);

  function take(files: FileList | null) {
    if (!files || files.length === 0 || !form.current) return;
    const fields = new FormData(form.current);
    const params: Record<string, string | boolean> = {};
    for (const [name, value] of fields)
      if (typeof value === "string" && value.trim() !== "") params[name] = value.trim();
    if (preview) params.dryRun = true;
    onFiles([...files], params);
  }

  function dropped(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  }

  return (
    <form
      ref={form}
      aria-label="Import reports"
      onSubmit={(event) => event.preventDefault()}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={dropped}
      className={cx(
        "rounded-md border border-dashed p-4",
        over ? "border-accent bg-accent-soft" : "border-field-line bg-surface",
      )}
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="w-56">
          <Field label="Cluster">
            {(ids) => (
              <Select {...ids} name="cluster" className="w-full" defaultValue={targets[0]?.slug ?? ""}>
                {targets.map((one) => (
                  <option key={one.slug} value={one.slug}>
                    {one.name}
                  </option>
                ))}
                <option value="">Not about a cluster</option>
              </Select>
            )}
          </Field>
        </div>
        <label
          htmlFor={id}
          className={cx(
            buttonClass("primary"),
            "has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent",
          )}
        >
          <UploadCloud size={14} aria-hidden="true" />
          Choose files
          <input
            id={id}
            type="file"
            multiple
            className="sr-only"
            onChange={(event: ChangeEvent<HTMLInputElement>) => {
              take(event.target.files);
              event.target.value = "";
            }}
          />
        </label>
        <p className="pb-1.5 text-ink-2 max-sm:hidden">
          or drop them here. JSON, YAML or gzip of any size; the format is found by content.
        </p>
      </div>
      <details className="mt-3">
        <summary className="w-fit rounded-sm text-small text-ink-2 hover:text-ink">More about the files</summary>
        <div className="mt-2 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {extras.map(({ name, label, hint }) => (
            <Field key={name} label={label} hint={hint}>
              {(ids) => <Input {...ids} name={name} autoComplete="off" />}
            </Field>
          ))}
        </div>
        <div className="mt-2 w-fit">
          <CheckRow checked={preview} onChange={() => setPreview(!preview)}>
            Only preview: say what would change, change nothing
          </CheckRow>
        </div>
      </details>
    </form>
  );
}
