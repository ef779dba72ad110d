"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format";
import { Field, Textarea } from "@/components/ui/input";
import { Ago } from "@/components/ui/time";
import { useWrite } from "@/components/ui/use-write";
import { FindingDetail } from "@/lib/client/contract/finding";
import { api } from "@/lib/client/fetcher";
import { Part } from "./drawer-part";

/** What people said about it, as plain text, and a form for those who may work on it. */
export function Discussion({ finding }: { finding: FindingDetail }) {
  const { comments, abilities } = finding;
  const may = abilities["findings.triage"];
  return (
    <Part title="Discuss" aside={comments.length > 0 ? plural(comments.length, "comment") : undefined}>
      {comments.length === 0 && !may && <p className="text-ink-2">Nobody has said anything about it.</p>}
      <ol className="space-y-3">
        {comments.map((one) => (
          <li key={one.id}>
            <p className="flex items-baseline justify-between gap-3 text-small">
              <span className="min-w-0 truncate font-medium">{one.author ?? "Somebody outside your teams"}</span>
              <span className="shrink-0 text-ink-2">
                <Ago at={one.at} suffix=" ago" />
              </span>
            </p>
            <p className="max-w-prose break-words whitespace-pre-wrap">{one.text}</p>
          </li>
        ))}
      </ol>
      {may && <CommentForm id={finding.id} />}
    </Part>
  );
}

function CommentForm({ id }: { id: string }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const path = `/findings/${encodeURIComponent(id)}/comments` as const;
  const write = useWrite({
    send: (said: string) => api(path, { method: "POST", body: { text: said }, shape: FindingDetail }),
    stale: [],
    after: (detail) => {
      client.setQueryData(["findings", "one", detail.id], detail);
      setText("");
    },
  });
  return (
    <form
      className="mt-3 space-y-2 first:mt-0"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !write.busy) write.run(text);
      }}
    >
      <Field label="Comment" error={write.field("text") ?? write.problem}>
        {(ids) => (
          <Textarea
            {...ids}
            maxLength={4000}
            rows={3}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <Button type="submit" busy={write.busy} disabled={text.trim() === ""}>
        Comment
      </Button>
    </form>
  );
}
