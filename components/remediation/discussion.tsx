"use client";

import { useQueryClient } from "@tanstack/react-query";
import { AtSign } from "lucide-react";
import { useRef, useState } from "react";
import { Part } from "@/components/finding/drawer-part";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format";
import { Field, Textarea } from "@/components/ui/input";
import { Menu, MenuItem, MenuTitle } from "@/components/ui/menu";
import { Ago } from "@/components/ui/time";
import { useWrite } from "@/components/ui/use-write";
import { RemediationDetail } from "@/lib/client/contract/remediation";
import { api } from "@/lib/client/fetcher";

/** What people said about it, as plain text, and a form for those who work on it. */
export function Discussion({ remediation }: { remediation: RemediationDetail }) {
  const { discussion, abilities } = remediation;
  const may = abilities["remediations.write"];
  return (
    <Part title="Discuss" aside={discussion.length > 0 ? plural(discussion.length, "comment") : undefined}>
      {discussion.length === 0 && !may && <p className="text-ink-2">Nobody has said anything about it.</p>}
      <ol className="space-y-3">
        {discussion.map((one) => (
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
      {may && <CommentForm remediation={remediation} />}
    </Part>
  );
}

function CommentForm({ remediation: { id, people } }: { remediation: RemediationDetail }) {
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
    <form
      className="mt-3 space-y-2 first:mt-0"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !write.busy) write.run(text);
      }}
    >
      <Field label="Comment" error={write.field("text") ?? write.field("mentions") ?? write.problem}>
        {(ids) => (
          <Textarea
            {...ids}
            ref={box}
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
      <div className="flex gap-2">
        <Button type="submit" busy={write.busy} disabled={text.trim() === ""}>
          Comment
        </Button>
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
      </div>
    </form>
  );
}
