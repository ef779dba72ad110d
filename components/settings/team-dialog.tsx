"use client";

import { slugOf } from "@/components/cluster/slug";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Input } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { TeamAdmin } from "@/lib/client/contract/admin";
import { api } from "@/lib/client/fetcher";

export function TeamDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const write = useWrite({
    send: ({ name = "" }: Record<string, string>) =>
      api("/teams", { method: "POST", body: { name, slug: slugOf(name) }, shape: TeamAdmin }),
    done: (team) => `Team ${team.name} is there`,
    stale: [["teams"], ["posture"]],
    after: onClose,
  });
  return (
    <FormDialog
      title="Make a team"
      open={open}
      onClose={onClose}
      onSubmit={write.run}
      submit="Make the team"
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="Name" error={write.field("name") ?? write.field("slug")}>
        {(ids) => <Input {...ids} name="name" required maxLength={63} autoComplete="off" />}
      </Field>
    </FormDialog>
  );
}
