"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyBlock } from "@/components/ui/copy";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Input, Select } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { TokenCreated } from "@/lib/client/contract/admin";
import { api } from "@/lib/client/fetcher";
import { clustersQuery, teamsQuery } from "@/lib/client/queries/admin";

const lives = { "30": "30 days", "90": "90 days", "365": "1 year", "730": "2 years" };

/** Makes a token, and shows it this once. */
export function TokenDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const clusters = useQuery({ ...clustersQuery(), enabled: open });
  const teams = useQuery({ ...teamsQuery(), enabled: open });
  const [kind, setKind] = useState("import");
  const [token, setToken] = useState<string | null>(null);
  const write = useWrite({
    send: ({ days, kind: chosen, ...fields }: Record<string, string>) => {
      const body = { ...fields, kind: chosen === "team-import" ? "import" : chosen, days: Number(days) };
      return api("/tokens", { method: "POST", body, shape: TokenCreated });
    },
    stale: [["tokens"]],
    after: (made) => setToken(made.token),
  });

  function close() {
    setToken(null);
    setKind("import");
    write.clear();
    onClose();
  }

  if (token)
    return (
      <Dialog
        title="Your token"
        open={open}
        onClose={close}
        footer={
          <Button look="primary" onClick={close}>
            I have kept it
          </Button>
        }
      >
        <p>This is the only time that it is shown: only a hash of it is kept.</p>
        <CopyBlock text={token} label="Token" />
      </Dialog>
    );

  return (
    <FormDialog
      title="Make a token"
      open={open}
      onClose={close}
      onSubmit={write.run}
      submit="Make the token"
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="Name" hint="Where it will be used." error={write.field("name")}>
        {(ids) => <Input {...ids} name="name" required maxLength={100} autoComplete="off" />}
      </Field>
      <Field label="May" error={write.field("kind")}>
        {(ids) => (
          <Select
            {...ids}
            name="kind"
            className="w-full"
            value={kind}
            onChange={(event) => setKind(event.target.value)}
          >
            <option value="import">import reports about a cluster</option>
            <option value="team-import">import reports about what a team owns</option>
            <option value="read">read</option>
          </Select>
        )}
      </Field>
      {kind === "import" ? (
        <Field label="For the cluster" error={write.field("cluster")}>
          {(ids) => (
            <Select {...ids} name="cluster" className="w-full">
              {clusters.data?.items.map((one) => (
                <option key={one.slug} value={one.slug}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <Field
          label={kind === "read" ? "As a member of" : "Of the team"}
          hint={
            kind === "read"
              ? "Without a team it reads as security does."
              : "Images and repositories that ownership rules give to it; for its pipelines."
          }
          error={write.field("team")}
        >
          {(ids) => (
            <Select {...ids} name="team" className="w-full">
              {kind === "read" && <option value="">no team: everything</option>}
              {teams.data?.items.map((one) => (
                <option key={one.slug} value={one.slug}>
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Ends after" error={write.field("days")}>
        {(ids) => (
          <Select {...ids} name="days" className="w-full" defaultValue="365">
            {Object.entries(lives).map(([days, text]) => (
              <option key={days} value={days}>
                {text}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
