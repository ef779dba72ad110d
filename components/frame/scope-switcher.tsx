"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { cx } from "@/components/ui/cx";
import { Input } from "@/components/ui/input";
import { useNow } from "@/components/ui/now";
import { Popover } from "@/components/ui/popover";
import { clustersQuery, teamsQuery } from "@/lib/client/queries/admin";
import { asOfOf, withAsOf } from "./as-of";
import { type PageScope, scopeOf, withScope } from "./scope";

const scopedPages = ["/overview", "/findings", "/trends"];

/** What the page at hand is narrowed to, in words for the button. */
function scopeName(scope: PageScope, path: string, names: Map<string, string>): string {
  const place = /^\/(clusters|teams)\/([^/]+)/.exec(path);
  if (place) return names.get(`${place[1]}:${place[2]}`) ?? place[2] ?? "";
  const parts = [
    scope.environment,
    scope.cluster && listName(scope.cluster, "cluster", names),
    scope.team && listName(scope.team, "team", names),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" · ") : "Everything";
}

function listName(value: string, noun: "cluster" | "team", names: Map<string, string>): string {
  const slugs = value.split(",");
  if (slugs.length > 1) return `${slugs.length} ${noun}s`;
  if (value === "none") return noun === "team" ? "Unowned" : "Not deployed";
  return names.get(`${noun}s:${value}`) ?? value;
}

type Choice = { key: string; text: string; scope: PageScope; page: string };

export function ScopeSwitcher() {
  const path = usePathname();
  const params = useSearchParams();
  const clusters = useQuery(clustersQuery());
  const teams = useQuery(teamsQuery());
  const [search, setSearch] = useState("");
  const scope = scopeOf(params);
  const asOf = asOfOf(params, useNow());

  const clusterItems = clusters.data?.items ?? [];
  const teamItems = teams.data?.items ?? [];
  const names = new Map([
    ...clusterItems.map((item) => [`clusters:${item.slug}`, item.name] as const),
    ...teamItems.map((item) => [`teams:${item.slug}`, item.name] as const),
  ]);
  const environments = [...new Set(clusterItems.map((item) => item.environment))];
  const groups: { title: string; choices: Choice[] }[] = [
    {
      title: "Environments",
      choices: environments.map((name) => ({
        key: `e:${name}`,
        text: name,
        scope: { environment: name },
        page: "/overview",
      })),
    },
    {
      title: "Clusters",
      choices: clusterItems.map(({ slug, name }) => ({
        key: `c:${slug}`,
        text: name,
        scope: { cluster: slug },
        page: `/clusters/${slug}`,
      })),
    },
    {
      title: "Teams",
      choices: teamItems.map(({ slug, name }) => ({
        key: `t:${slug}`,
        text: name,
        scope: { team: slug },
        page: `/teams/${slug}`,
      })),
    },
  ];
  const stay = scopedPages.includes(path);
  const href = (choice: Choice) => withAsOf(stay ? withScope(path, choice.scope) : choice.page, asOf);
  const wanted = search.trim().toLowerCase();

  return (
    <Popover
      label="Scope"
      className="w-64"
      onOpen={(box) => box.querySelector("input")?.focus()}
      anchor={(anchor) => (
        <button
          {...anchor}
          type="button"
          aria-haspopup="dialog"
          aria-label={`Scope: ${scopeName(scope, path, names)}`}
          className="flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 font-medium hover:bg-hover"
        >
          <span className="max-w-48 truncate">{scopeName(scope, path, names)}</span>
          <ChevronsUpDown size={14} aria-hidden="true" className="shrink-0 text-ink-3" />
        </button>
      )}
    >
      {(close) => (
        <div className="p-1">
          <div className="p-1">
            <Input
              type="search"
              aria-label="Find a cluster, team or environment"
              placeholder="Cluster, team, environment"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
          <ScopeLink
            href={withAsOf(stay ? path : "/overview", asOf)}
            current={Object.keys(scope).length === 0}
            onGo={close}
          >
            Everything
          </ScopeLink>
          {groups.map(({ title, choices }) => {
            const shown = choices.filter((choice) => choice.text.toLowerCase().includes(wanted));
            if (shown.length === 0) return null;
            return (
              <section key={title} aria-label={title}>
                <h2 className="px-2 pt-2 pb-1 text-small text-ink-3">{title}</h2>
                {shown.map((choice) => (
                  <ScopeLink
                    key={choice.key}
                    href={href(choice)}
                    current={JSON.stringify(choice.scope) === JSON.stringify(scope)}
                    onGo={close}
                  >
                    {choice.text}
                  </ScopeLink>
                ))}
              </section>
            );
          })}
        </div>
      )}
    </Popover>
  );
}

function ScopeLink({
  href,
  current,
  onGo,
  children,
}: {
  href: string;
  current: boolean;
  onGo: () => void;
  children: string;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      onClick={onGo}
      aria-current={current || undefined}
      className={cx(
        "flex h-8 items-center truncate rounded-sm px-2 hover:bg-hover focus-visible:outline-offset-[-2px]",
        current && "font-medium text-accent",
      )}
    >
      {children}
    </Link>
  );
}
