"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { IntegrationBlock } from "@/components/integration/integration-block";
import { IntegrationDialog } from "@/components/integration/integration-dialog";
import { kindWords } from "@/components/integration/words";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Empty, Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { IntegrationKind, IntegrationRow } from "@/lib/client/contract/integration";
import { integrationsQuery } from "@/lib/client/queries/notices";

const kinds = Object.keys(kindWords) as IntegrationKind[];

export function IntegrationsView() {
  const { data, error, refetch } = useQuery(integrationsQuery());
  const [editing, setEditing] = useState<{ kind: IntegrationKind; before: IntegrationRow | null } | null>(null);
  if (error && !data) return <PartFailure error={error} onRetry={refetch} />;
  const add = (
    <Menu
      label="Add an integration"
      side="end"
      anchor={(anchor) => (
        <Button look="primary" {...anchor}>
          Add
        </Button>
      )}
    >
      {kinds.map((kind) => (
        <MenuItem key={kind} onSelect={() => setEditing({ kind, before: null })}>
          {kindWords[kind]}
        </MenuItem>
      ))}
    </Menu>
  );
  return (
    <Section title="Mail, channels and trackers" aside={data && data.items.length > 0 && add}>
      {!data ? (
        <SkeletonRows rows={6} />
      ) : (
        <>
          {data.publicUrl === null && data.items.length > 0 && (
            <div className="pt-3">
              <Notice tone="warn">
                Messages have no links: start Parapet with PUBLIC_URL, the address that people open.
              </Notice>
            </div>
          )}
          {data.items.length === 0 ? (
            <Empty title="Nothing yet" action={add}>
              Notices are in each person’s inbox. With a mail server they are mailed as well; a channel or a webhook
              gets what its rules say; a tracker has an issue for each remediation.
            </Empty>
          ) : (
            <ul aria-label="Integrations" className="divide-y divide-line">
              {data.items.map((one) => (
                <IntegrationBlock key={one.id} one={one} onEdit={() => setEditing({ kind: one.kind, before: one })} />
              ))}
            </ul>
          )}
        </>
      )}
      {editing && data && (
        <IntegrationDialog
          {...editing}
          webhookUrl={(data.publicUrl ?? "<PUBLIC_URL>") + data.webhookPath}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  );
}
