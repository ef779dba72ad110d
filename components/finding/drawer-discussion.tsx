"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CommentForm } from "@/components/discussion/form";
import { Thread } from "@/components/discussion/thread";
import { useWrite } from "@/components/ui/use-write";
import { FindingDetail } from "@/lib/client/contract/finding";
import { api } from "@/lib/client/fetcher";

/** What people said about it, as plain text, and a form for those who may work on it. */
export function Discussion({ finding }: { finding: FindingDetail }) {
  const { comments, abilities } = finding;
  return <Thread comments={comments}>{abilities["findings.triage"] && <NewComment id={finding.id} />}</Thread>;
}

function NewComment({ id }: { id: string }) {
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
  const error = write.field("text") ?? write.problem;
  return <CommentForm text={text} onText={setText} onSend={() => write.run(text)} busy={write.busy} error={error} />;
}
