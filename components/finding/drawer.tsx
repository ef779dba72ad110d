"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect } from "react";
import { ExceptionOnFinding } from "@/components/exception/on-finding";
import { fixHref } from "@/components/fix/address";
import { OnFinding as OnFindingRemediation } from "@/components/remediation/on-finding";
import { SeverityLetter } from "@/components/severity/letter";
import { IconButton } from "@/components/ui/button";
import { CopyBlock } from "@/components/ui/copy";
import { Drawer, DrawerMissing, DrawerWaiting } from "@/components/ui/drawer";
import { Part } from "@/components/ui/drawer-part";
import { Prose } from "@/components/ui/prose";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import { WebLinks, webPages } from "@/components/ui/web-links";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { findingQuery } from "@/lib/client/queries/findings";
import { isOpen } from "@/lib/domain/lifecycle/state";
import { Actions } from "./drawer-actions";
import { Discussion } from "./drawer-discussion";
import { DueWhy } from "./drawer-due";
import { EvidenceList } from "./drawer-evidence";
import { History } from "./drawer-history";
import { Why } from "./drawer-why";
import { Elsewhere } from "./elsewhere";
import { Aggravations, StateMark } from "./marks";
import { fixName } from "./words";

type Props = {
  id: string;
  onClose: () => void;
  onStep?: (by: 1 | -1) => void;
  /** It went up in another one, which is shown in its place. */
  onBecame: (id: string) => void;
};

/** Everything about one finding, over the list and not in place of it. */
export function FindingDrawer({ id, onClose, onStep, onBecame }: Props) {
  const { data, error } = useQuery(findingQuery(id));
  const client = useQueryClient();
  useEffect(() => {
    if (!data || data.id === id) return;
    client.setQueryData(findingQuery(data.id).queryKey, data);
    onBecame(data.id);
  }, [data, id, client, onBecame]);
  return (
    <Drawer
      label={data ? `Finding ${data.rule}` : "Finding"}
      at={id}
      onClose={onClose}
      lead={onStep && <Steps onStep={onStep} />}
    >
      {data ? (
        <Content finding={data} />
      ) : error ? (
        <DrawerMissing what="finding" message={error.message} />
      ) : (
        <Waiting />
      )}
    </Drawer>
  );
}

function Steps({ onStep }: { onStep: (by: 1 | -1) => void }) {
  return (
    <>
      <IconButton label="Previous finding (k)" onClick={() => onStep(-1)}>
        <ChevronUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next finding (j)" onClick={() => onStep(1)}>
        <ChevronDown size={16} aria-hidden="true" />
      </IconButton>
    </>
  );
}

function Content({ finding }: { finding: FindingDetail }) {
  const { ruleInfo, fix } = finding;
  return (
    <>
      <div className="space-y-3 px-4 py-4 sm:px-5">
        <div className="space-y-1.5">
          <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
            <SeverityLetter severity={finding.severity} />
            <span className="font-mono text-ink">{finding.rule}</span>
            <Aggravations row={finding} />
            <StateMark state={finding.state} />
          </p>
          <h2 className="text-body font-semibold text-balance">{finding.title}</h2>
        </div>
        <Place finding={finding} />
        <OnFindingRemediation id={finding.id} />
        <Actions finding={finding} />
        <ExceptionOnFinding finding={finding} />
      </div>
      <Part title="What">
        {ruleInfo.description ? (
          <Prose text={ruleInfo.description} />
        ) : (
          <p className="text-ink-2">The sources do not describe it.</p>
        )}
        {ruleInfo.aliases.length > 0 && (
          <p className="mt-2 text-small text-ink-2">
            Also known as <span className="font-mono">{ruleInfo.aliases.join(", ")}</span>
          </p>
        )}
        {ruleInfo.controls.length > 0 && (
          <p className="mt-1 text-small text-ink-2">Controls: {ruleInfo.controls.join(", ")}</p>
        )}
      </Part>
      <Why finding={finding} />
      <Part title="Fix" aside={fix ? undefined : fixName[finding.fixState]}>
        {finding.action && (
          <p className="mb-2">
            <TextLink href={fixHref(finding.action.id)} className="font-medium">
              {finding.action.title}
            </TextLink>
            <span className="text-ink-2"> removes it, and all else that goes with it</span>
          </p>
        )}
        {fix ? (
          <>
            <p className="font-medium">{fix.title}</p>
            {fix.detail && (
              <div className="mt-2">
                <CopyBlock text={fix.detail} label="Fix" />
              </div>
            )}
          </>
        ) : (
          !ruleInfo.remediation && <p className="text-ink-2">No source names a fix.</p>
        )}
        {ruleInfo.remediation && ruleInfo.remediation !== fix?.title && (
          <div className="mt-2">
            <Prose text={ruleInfo.remediation} />
          </div>
        )}
      </Part>
      <Elsewhere finding={finding} />
      <EvidenceList finding={finding} />
      <Discussion finding={finding} />
      <History finding={finding} />
      <References links={ruleInfo.references} />
    </>
  );
}

function Place({ finding }: { finding: FindingDetail }) {
  const { cluster, clusterName, namespace, team, teamName, fixTeam, fixTeamName, dueAt } = finding;
  // No paragraph: what explains the due date floats in a block of its own.
  return (
    <div className="text-ink-2">
      {cluster ? <TextLink href={`/clusters/${cluster}`}>{clusterName ?? cluster}</TextLink> : "Not deployed"}
      {namespace && <> / {namespace}</>} /{" "}
      <TextLink href={`/findings?asset=${encodeURIComponent(finding.asset.name)}`}>{finding.asset.name}</TextLink>
      {" · "}
      {team ? (
        <TextLink href={`/teams/${team}`}>{teamName ?? team}</TextLink>
      ) : (
        <span className="text-critical">nobody owns it</span>
      )}
      {fixTeam && fixTeam !== team && (
        <>
          {" · fix by "}
          <TextLink href={`/teams/${fixTeam}`}>{fixTeamName ?? fixTeam}</TextLink>
        </>
      )}
      {" · since "}
      <Ago at={finding.firstSeenAt} />
      {dueAt && isOpen(finding.state) && (
        <>
          {" · due "}
          <DueWhy finding={finding} />
        </>
      )}
    </div>
  );
}

function References({ links }: { links: string[] }) {
  const pages = webPages(links);
  if (pages.length === 0) return null;
  return (
    <Part title="References">
      <WebLinks links={pages} />
    </Part>
  );
}

function Waiting() {
  return (
    <DrawerWaiting>
      <Skeleton className="w-3/5" />
      <Skeleton className="mt-6 h-24 w-full" />
      <Skeleton className="h-24 w-full" />
    </DrawerWaiting>
  );
}
