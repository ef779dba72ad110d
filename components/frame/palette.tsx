"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";
import { FindingPage } from "@/lib/client/contract/finding";
import { api } from "@/lib/client/fetcher";
import { clustersQuery, teamsQuery } from "@/lib/client/queries/admin";
import { lowItems, mainItems, placeItems } from "./nav-items";
import { useViewer } from "./viewer";

type Hit = { key: string; group: string; text: string; hint?: string; href: string };

function useHits(search: string, open: boolean): Hit[] {
  const viewer = useViewer();
  const wanted = search.trim().toLowerCase();
  const clusters = useQuery({ ...clustersQuery(), enabled: open });
  const teams = useQuery({ ...teamsQuery(), enabled: open });
  const findings = useQuery({
    queryKey: ["findings", "palette", wanted],
    queryFn: ({ signal }) =>
      api("/findings", { params: { q: wanted, state: "all", limit: 6 }, shape: FindingPage, signal }),
    enabled: open && wanted.length >= 3,
    placeholderData: (before) => before,
  });

  const matches = (text: string) => text.toLowerCase().includes(wanted);
  const pages = [...mainItems, ...placeItems, ...lowItems]
    .filter((item) => (!item.needs || viewer.abilities[item.needs]) && matches(item.text))
    .map((item) => ({ key: item.href, group: "Pages", text: item.text, href: item.href }));
  const places = [
    ...(clusters.data?.items ?? []).map((item) => ({
      group: "Clusters",
      text: item.name,
      hint: item.environment,
      href: `/clusters/${item.slug}`,
    })),
    ...(teams.data?.items ?? []).map((item) => ({ group: "Teams", text: item.name, href: `/teams/${item.slug}` })),
  ]
    .filter((item) => matches(item.text))
    .slice(0, 8)
    .map((item) => ({ ...item, key: item.href }));
  if (wanted.length < 3) return [...pages, ...places];
  const rows = (findings.data?.items ?? []).map((item) => ({
    key: `finding-${item.id}`,
    group: "Findings",
    text: `${item.rule} · ${item.title}`,
    hint: item.asset.name,
    href: `/findings?q=${encodeURIComponent(wanted)}&state=all&finding=${item.id}`,
  }));
  const all = {
    key: "all",
    group: "Findings",
    text: `All findings with “${search.trim()}”`,
    href: `/findings?q=${encodeURIComponent(search.trim())}`,
  };
  return [...pages, ...places, ...rows, all];
}

/** ⌘K: one box to go anywhere. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useId();
  const router = useRouter();
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const hits = useHits(useDeferredValue(search), open);
  const active = Math.min(at, Math.max(0, hits.length - 1));

  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);

  function go(hit: Hit | undefined) {
    if (!hit) return;
    onClose();
    router.push(hit.href);
  }

  function key(event: KeyboardEvent) {
    if (event.key === "ArrowDown") setAt(Math.min(hits.length - 1, active + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, active - 1));
    else if (event.key === "Enter") go(hits[active]);
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={dialog}
      aria-label="Search and go anywhere"
      onClose={() => {
        setSearch("");
        setAt(0);
        onClose();
      }}
      className="mx-auto mt-[12vh] mb-auto w-[calc(100vw-32px)] max-w-xl rounded-md border border-line bg-raised p-0 text-ink shadow-float backdrop:bg-scrim"
    >
      {open && (
        <>
          <div className="flex items-center gap-2 border-b border-line pr-3">
            <input
              role="combobox"
              aria-expanded="true"
              aria-controls={list}
              aria-activedescendant={hits[active] ? `${list}-${active}` : undefined}
              aria-label="Page, cluster, team, CVE or title"
              placeholder="Page, cluster, team, CVE or title"
              autoComplete="off"
              spellCheck={false}
              value={search}
              onChange={(event) => {
                setSearch(event.target.value);
                setAt(0);
              }}
              onKeyDown={key}
              className="h-11 min-w-0 flex-1 bg-transparent px-4 text-body outline-none"
            />
            <Kbd>Esc</Kbd>
          </div>
          <Hits id={list} hits={hits} active={active} onGo={go} onHover={setAt} />
        </>
      )}
    </dialog>
  );
}

type HitsProps = { id: string; hits: Hit[]; active: number; onGo: (hit: Hit) => void; onHover: (at: number) => void };

function Hits({ id, hits, active, onGo, onHover }: HitsProps) {
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  if (hits.length === 0) return <p className="px-4 py-6 text-ink-2">Nothing by that name within your scope.</p>;
  return (
    <div id={id} role="listbox" aria-label="Results" tabIndex={-1} className="max-h-[56vh] overflow-y-auto p-1">
      {hits.map((hit, index) => (
        <div key={hit.key}>
          {hit.group !== hits[index - 1]?.group && (
            <p role="presentation" className="px-3 pt-2 pb-1 text-small text-ink-3">
              {hit.group}
            </p>
          )}
          <button
            type="button"
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            onClick={() => onGo(hit)}
            onPointerMove={() => onHover(index)}
            className={cx(
              "flex h-9 w-full items-center gap-3 rounded-sm px-3 text-left",
              index === active && "bg-hover",
            )}
          >
            <span className="min-w-0 flex-1 truncate">{hit.text}</span>
            {hit.hint && <span className="max-w-40 truncate text-small text-ink-3">{hit.hint}</span>}
          </button>
        </div>
      ))}
    </div>
  );
}
