"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { RequestDialog } from "@/components/exception/request-dialog";
import { scopeAround } from "@/components/exception/scopes";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { useMay, useViewer } from "@/components/frame/viewer";
import { PlanDialog } from "@/components/remediation/plan-dialog";
import { changed } from "./address";
import { BulkBar } from "./bulk-bar";
import { FindingDrawer } from "./drawer";
import { FindingTable, type TableHandle } from "./table";
import { claimStep, releaseStep } from "./triage-steps";
import type { Go } from "./use-address";
import { useBulk } from "./use-bulk";
import type { useFindings } from "./use-list";
import { useSelection } from "./use-selection";
import { useTriage } from "./use-triage";
import { workName } from "./words";

/** Keys may come faster than React draws: the address knows at once which finding is open. */
const openNow = () => new URLSearchParams(window.location.search).get("finding");
const onRow = () => document.activeElement?.matches("[data-row]") ?? false;

/** The table with its keyboard, selection and drawer. The open finding lives in the address. */
export function FindingList({
  address,
  go,
  list,
  empty,
}: {
  address: URLSearchParams;
  go: Go;
  list: ReturnType<typeof useFindings>;
  /** In place of the table when it has no rows; an open finding shows all the same. */
  empty: ReactNode;
}) {
  const { rows } = list;
  const { user } = useViewer();
  const triage = useTriage();
  const bulk = useBulk();
  const { selected, toggle, clear } = useSelection();
  const [active, setActive] = useState(0);
  const [asking, setAsking] = useState(false);
  const [planning, setPlanning] = useState(false);
  const mayPlan = useMay("remediations.write");
  const handle = useRef<TableHandle>(null);
  const openId = address.get("finding");

  const text = address.toString();
  const path = usePathname();
  const href = useCallback(
    (id: string) => `${path}?${changed(new URLSearchParams(text), { finding: id })}`,
    [path, text],
  );
  const show = useCallback(
    (id: string | null, how: "push" | "replace") => go(changed(new URLSearchParams(text), { finding: id }), how),
    [go, text],
  );
  const became = useCallback((id: string) => show(id, "replace"), [show]);
  const open = useCallback(
    (index: number) => {
      const row = rows[index];
      if (!row) return;
      setActive(index);
      show(row.id, "push");
    },
    [rows, show],
  );

  function step(by: 1 | -1) {
    const now = openNow();
    const from = now ? rows.findIndex((row) => row.id === now) : active;
    const fresh = !now && !onRow();
    const next = fresh ? active : Math.max(0, Math.min(rows.length - 1, from + by));
    const row = rows[next];
    if (!row) return;
    if (!now) return handle.current?.focus(next);
    // The reader is in the drawer and stays there; the list only follows.
    handle.current?.reveal(next);
    show(row.id, "replace");
  }

  function close() {
    const now = openNow();
    const index = rows.findIndex((row) => row.id === now);
    show(null, "push");
    if (index >= 0) handle.current?.focus(index);
  }

  const current = (openId && rows.find((row) => row.id === openId)) || rows[active];
  const may = current?.abilities["findings.triage"];
  const chosen = rows.filter((row) => selected.has(row.id));
  const targets = (chosen.length > 0 ? chosen : current ? [current] : []).filter(
    (row) => row.abilities["exceptions.request"],
  );
  useHotkeys({
    j: () => step(1),
    k: () => step(-1),
    // Arrows belong to the scrolling of the page unless a row has the focus.
    arrowdown: () => onRow() && step(1),
    arrowup: () => onRow() && step(-1),
    x: current && may ? () => toggle(current.id) : undefined,
    a:
      current && may
        ? () =>
            triage.run(current.assignee === user.name ? releaseStep(current, user.name) : claimStep(current, user.name))
        : undefined,
    // The drawer asks for the finding that is open in it.
    e: !openId && targets.length > 0 ? () => setAsking(true) : undefined,
    escape: openId ? close : selected.size > 0 ? clear : undefined,
  });

  const ids = chosen.map((row) => row.id);
  return (
    <>
      {rows.length === 0 ? (
        empty
      ) : (
        <FindingTable
          rows={rows}
          total={list.count && !list.count.atLeast ? list.count.value : null}
          hasMore={list.hasNextPage}
          onMore={list.more}
          href={href}
          openId={openId}
          active={active}
          onActive={setActive}
          onOpen={open}
          selected={selected}
          onSelect={toggle}
          handle={handle}
          busy={list.isPlaceholderData}
        />
      )}
      {selected.size > 0 && (
        <BulkBar
          size={selected.size}
          busy={bulk.busy}
          onClear={clear}
          onClaim={() => bulk.run({ ids, assignee: "me" }, "Claimed by you").then(clear)}
          onPlan={mayPlan ? () => setPlanning(true) : undefined}
          onException={() => setAsking(true)}
          onStart={() => bulk.run({ ids, work: "in_progress" }, workName.in_progress).then(clear)}
        />
      )}
      {planning && (
        <PlanDialog
          selection={{ findingIds: ids }}
          team={chosen[0]?.fixTeam ?? chosen[0]?.team}
          onClose={() => {
            setPlanning(false);
            clear();
          }}
        />
      )}
      {asking && (
        <RequestDialog
          scopes={targets.map(scopeAround)}
          onClose={() => {
            setAsking(false);
            clear();
          }}
        />
      )}
      {openId && (
        <FindingDrawer
          id={openId}
          onClose={close}
          onStep={rows.some((row) => row.id === openId) ? step : undefined}
          onBecame={became}
        />
      )}
    </>
  );
}
