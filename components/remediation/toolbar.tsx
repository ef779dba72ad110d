"use client";

import { useQuery } from "@tanstack/react-query";
import { Columns3, List, Search } from "lucide-react";
import { changed } from "@/components/finding/address";
import type { Go } from "@/components/finding/use-address";
import { cx } from "@/components/ui/cx";
import { Input, Select } from "@/components/ui/input";
import { teamsQuery } from "@/lib/client/queries/admin";
import { type View, viewOf } from "./address";
import { remediationName } from "./words";

type Props = { address: URLSearchParams; go: Go };

const views = [
  { view: "board", text: "Board", icon: Columns3 },
  { view: "list", text: "List", icon: List },
] as const satisfies readonly { view: View; text: string; icon: typeof List }[];

/** What is shown, and how: all of it lives in the address. */
export function Toolbar({ address, go }: Props) {
  const view = viewOf(address);
  const set = (name: string) => (value: string) => go(changed(address, { [name]: value }), "replace");
  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex rounded-md border border-line-strong p-0.5">
        <legend className="sr-only">View</legend>
        {views.map(({ view: one, text, icon: Icon }) => (
          <button
            key={one}
            type="button"
            aria-pressed={view === one}
            onClick={() => go(changed(address, { view: one === "board" ? null : one }))}
            className={cx(
              "flex h-6.5 items-center gap-1.5 rounded-sm px-2",
              view === one ? "bg-sunken font-medium" : "text-ink-2 hover:text-ink",
            )}
          >
            <Icon size={14} aria-hidden="true" />
            {text}
          </button>
        ))}
      </fieldset>
      <form
        className="relative min-w-40 flex-1 max-sm:order-first max-sm:basis-full sm:max-w-72"
        onSubmit={(event) => {
          event.preventDefault();
          set("q")(String(new FormData(event.currentTarget).get("q") ?? "").trim());
        }}
      >
        <Search size={14} aria-hidden="true" className="pointer-events-none absolute top-2.25 left-2.5 text-ink-3" />
        <Input
          key={address.get("q")}
          type="search"
          name="q"
          aria-label="Search remediations"
          placeholder="Title"
          defaultValue={address.get("q") ?? ""}
          className="pl-8"
          onChange={(event) => event.target.value === "" && set("q")("")}
        />
      </form>
      <TeamSelect value={address.get("team") ?? ""} onChange={set("team")} />
      <Choice
        label="Assigned to"
        value={address.get("assignee") ?? ""}
        onChange={set("assignee")}
        options={{ "": "Anybody", me: "Me", none: "Nobody" }}
      />
      <Choice
        label="Due"
        value={address.get("due") ?? ""}
        onChange={set("due")}
        options={{ "": "Any date", overdue: "Overdue", week: "Due within a week", none: "No date" }}
      />
      {view === "list" && (
        <>
          <Choice
            label="State"
            value={address.get("state") ?? ""}
            onChange={set("state")}
            options={{ "": "To be done", ...remediationName }}
          />
          <Choice
            label="Order"
            value={address.get("sort") ?? ""}
            onChange={set("sort")}
            options={{ "": "Due first", newest: "Newest first", points: "Most points first" }}
          />
        </>
      )}
    </div>
  );
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; options: Record<string, string> };

function Choice({ label, value, onChange, options }: ChoiceProps) {
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
      {Object.entries(options).map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </Select>
  );
}

/** Only where there is more than one to choose from. */
function TeamSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const teams = useQuery(teamsQuery());
  const items = teams.data?.items ?? [];
  if (items.length < 2 && value === "") return null;
  return (
    <Choice
      label="Team"
      value={value}
      onChange={onChange}
      options={{ "": "All teams", ...Object.fromEntries(items.map(({ slug, name }) => [slug, name])) }}
    />
  );
}
