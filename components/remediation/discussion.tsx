"use client";

import { useQueryClient } from "@tanstack/react-query";
import { AtSign } from "lucide-react";
import { useRef, useState } from "react";
import { CommentForm } from "@/components/discussion/form";
import { Thread } from "@/components/discussion/thread";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuTitle } from "@/components/ui/menu";
import { useWrite } from "@/components/ui/use-write";
import { RemediationDetail } from "@/lib/client/contract/remediation";
import { api } from "@/lib/client/fetcher";

/** What people said about it, as plain text, and a form for those who work on it. */
export function Discussion({ remediation }: { remediation: RemediationDetail }) {
  const { discussion, abilities } = remediation;
  return (
    <Thread comments={discussion}>{abilities["remediations.write"] && <NewComment remediation={remediation} />}</Thread>
  );
}

function NewComment({ remediation: { id, people } }: { remediation: RemediationDetail }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  // Whose name still stands in the text is mentioned.
  const mentioned = people.filter(({ name }) => text.includes(`@${name}`)).map((person) => person.id);
  const write = useWrite({
    send: (said: string) =>
      api(`/remediations/${id}/comments`, {
        method: "POST",
        body: { text: said, mentions: mentioned },
        shape: RemediationDetail,
      }),
    stale: [["remediations", "list"]],
    after: (detail) => {
      client.setQueryData(["remediations", "one", detail.id], detail);
      setText("");
    },
  });
  function mention(name: string) {
    setText((now) => `${now}${now === "" || now.endsWith(" ") ? "" : " "}@${name} `);
    box.current?.focus();
  }
  return (
    <CommentForm
      text={text}
      onText={setText}
      onSend={() => write.run(text)}
      busy={write.busy}
      error={write.field("text") ?? write.field("mentions") ?? write.problem}
      box={box}
    >
      <Menu
        label="Mention"
        anchor={(anchor) => (
          <Button {...anchor} look="quiet" aria-haspopup="menu">
            <AtSign size={14} aria-hidden="true" />
            Mention
          </Button>
        )}
      >
        <MenuTitle>They are told of the comment</MenuTitle>
        {people.map((person) => (
          <MenuItem key={person.id} onSelect={() => mention(person.name)}>
            {person.name}
          </MenuItem>
        ))}
      </Menu>
    </CommentForm>
  );
}
