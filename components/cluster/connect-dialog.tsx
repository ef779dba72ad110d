"use client";

import { useState } from "react";
import { useMay } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { CopyBlock } from "@/components/ui/copy";
import { Dialog } from "@/components/ui/dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Input } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { ClusterRow, TokenCreated } from "@/lib/client/contract/admin";
import { api } from "@/lib/client/fetcher";
import { connectCommand, scanCommand } from "./command";
import { Listening } from "./listening";
import { slugOf } from "./slug";

type Connected = { cluster: ClusterRow; token: string | null };

/** Makes a cluster and, for an admin, the one command that sends its objects here. */
export function ConnectDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const mayToken = useMay("tokens.manage");
  const [connected, setConnected] = useState<Connected | null>(null);
  const write = useWrite({
    send: async ({ name = "", environment = "" }: Record<string, string>): Promise<Connected> => {
      const slug = slugOf(name);
      const cluster = await api("/clusters", { method: "POST", body: { slug, name, environment }, shape: ClusterRow });
      if (!mayToken) return { cluster, token: null };
      const body = { name: `${slug}: connect`, kind: "import", cluster: slug };
      const { token } = await api("/tokens", { method: "POST", body, shape: TokenCreated });
      return { cluster, token };
    },
    stale: [["clusters"], ["posture"], ["tokens"]],
    after: setConnected,
  });

  function close() {
    setConnected(null);
    write.clear();
    onClose();
  }

  if (!connected)
    return (
      <FormDialog
        title="Connect a cluster"
        open={open}
        onClose={close}
        onSubmit={write.run}
        submit={mayToken ? "Make the command" : "Add the cluster"}
        busy={write.busy}
        problem={write.problem}
      >
        <Field
          label="Name"
          hint="As people call it: checkout-prod, edge."
          error={write.field("name") ?? write.field("slug")}
        >
          {(ids) => <Input {...ids} name="name" required maxLength={63} autoComplete="off" />}
        </Field>
        <Field label="Environment" error={write.field("environment")}>
          {(ids) => (
            <Input {...ids} name="environment" required defaultValue="production" list="environments" maxLength={50} />
          )}
        </Field>
        <datalist id="environments">
          <option value="production" />
          <option value="staging" />
          <option value="development" />
        </datalist>
      </FormDialog>
    );

  const { cluster, token } = connected;
  return (
    <Dialog
      title={`Connect ${cluster.name}`}
      open={open}
      onClose={close}
      width="max-w-2xl"
      footer={
        <Button look="primary" onClick={close}>
          Done
        </Button>
      }
    >
      {token ? (
        <>
          <p>
            Run this where kubectl reaches the cluster. The token in it may only import for {cluster.name}, and is shown
            this once.
          </p>
          <CopyBlock text={connectCommand(window.location.origin, token)} label="Command" />
          <p className="text-small text-ink-2">The same token serves a scanner in CI:</p>
          <CopyBlock text={scanCommand(window.location.origin)} label="Scanner command" />
        </>
      ) : (
        <p>
          {cluster.name} is there. Drop its reports on the imports page, or ask an admin for a token so that it can send
          them by itself.
        </p>
      )}
      <Listening cluster={cluster.slug} />
    </Dialog>
  );
}
