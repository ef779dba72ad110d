"use client";

import { useState } from "react";
import { useViewer } from "@/components/frame/viewer";
import { Button } from "@/components/ui/button";
import { CheckRow } from "@/components/ui/check-row";
import { Field, Select } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useWrite } from "@/components/ui/use-write";
import { OwnPreference, type Preference } from "@/lib/client/contract/notice";
import { api } from "@/lib/client/fetcher";
import { audienceOf, isAlways, type NoticeKind, noticeKindList, noticeKinds } from "@/lib/domain/notice/kinds";
import { type Role, severities } from "@/lib/domain/vocabulary";
import { ScheduleFields } from "./schedule-fields";

/** Is anybody with this role ever told of it? */
const concerns = (kind: NoticeKind, role: Role) =>
  audienceOf(kind).some((to) => to === role || to === "named" || (to === "team" && role === "devops"));

/** What one is told, by which channel, and when the digest comes. */
export function PreferenceForm({ own }: { own: OwnPreference }) {
  const { role } = useViewer().user;
  const [wanted, setWanted] = useState<Preference>(own.preference);
  const set = (change: Partial<Preference>) => setWanted({ ...wanted, ...change });
  const write = useWrite({
    send: (body: Preference | null) =>
      api("/notices/preference", { ...(body ? { method: "PUT", body } : { method: "DELETE" }), shape: OwnPreference }),
    done: () => "Saved",
    stale: [["notices", "preference"]],
    after: ({ preference }) => setWanted(preference),
  });
  return (
    <form
      className="max-w-prose space-y-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        write.run(wanted);
      }}
    >
      <p className="text-ink-2">
        Everything that concerns you is in your inbox (the bell).{" "}
        {own.mail ? "" : "There is no mail server yet, so nothing is mailed. "}
        {own.isDefault ? "You have chosen nothing yet: these are the defaults." : ""}
      </p>
      {write.problem && (
        <Notice tone="bad" role="alert">
          {write.problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-4">
        <Field label="Mail" error={write.field("email")}>
          {(ids) => (
            <Select
              {...ids}
              value={wanted.email}
              onChange={(event) => set({ email: event.target.value as Preference["email"] })}
            >
              <option value="none">nothing</option>
              <option value="addressed">what names me, and digests</option>
              <option value="all">everything</option>
            </Select>
          )}
        </Field>
        <Field label="From severity" hint="What names you comes whatever its severity.">
          {(ids) => (
            <Select
              {...ids}
              value={wanted.minSeverity}
              onChange={(event) => set({ minSeverity: event.target.value as Preference["minSeverity"] })}
            >
              {[...severities.list].reverse().map((severity) => (
                <option key={severity}>{severity}</option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Digest of new findings">
          {(ids) => (
            <Select
              {...ids}
              value={wanted.digest}
              onChange={(event) => set({ digest: event.target.value as Preference["digest"] })}
            >
              <option value="off">none</option>
              <option value="daily">each day</option>
              <option value="weekly">each week</option>
            </Select>
          )}
        </Field>
      </div>
      {wanted.digest !== "off" && (
        <ScheduleFields
          value={wanted}
          weekly={wanted.digest === "weekly"}
          onChange={set}
          error={write.field("timeZone")}
        />
      )}
      <fieldset className="min-w-0">
        <legend className="text-small font-medium">Tell me at once when</legend>
        {noticeKindList
          .filter((kind) => kind !== "digest" && !isAlways(kind) && concerns(kind, role))
          .map((kind) => (
            <CheckRow
              key={kind}
              checked={!wanted.muted.includes(kind)}
              onChange={() =>
                set({
                  muted: wanted.muted.includes(kind)
                    ? wanted.muted.filter((one) => one !== kind)
                    : [...wanted.muted, kind],
                })
              }
            >
              {noticeKinds[kind].label}
            </CheckRow>
          ))}
      </fieldset>
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={write.busy}>
          Save
        </Button>
        {!own.isDefault && (
          <Button busy={write.busy} onClick={() => write.run(null)}>
            Back to the defaults
          </Button>
        )}
      </div>
    </form>
  );
}
