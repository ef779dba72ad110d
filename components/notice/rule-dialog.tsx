"use client";

import { useState } from "react";
import { CheckRow } from "@/components/ui/check-row";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Select } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { Made, type RuleList } from "@/lib/client/contract/notice";
import { api } from "@/lib/client/fetcher";
import { type NoticeKind, noticeKindList, noticeKinds } from "@/lib/domain/notice/kinds";
import { roles, type Severity, severities } from "@/lib/domain/vocabulary";
import { ScheduleFields } from "./schedule-fields";

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A new rule: for whom, what, when, and by mail or an endpoint. */
export function RuleDialog({ may, open, onClose }: { may: RuleList["may"]; open: boolean; onClose: () => void }) {
  const [timing, setTiming] = useState<"now" | "daily" | "weekly">("now");
  const [schedule, setSchedule] = useState({ hour: 8, weekday: 1, timeZone: zone() });
  const [kinds, setKinds] = useState<NoticeKind[]>([]);
  const [minSeverity, setMinSeverity] = useState<Severity>("info");
  const write = useWrite({
    send: ({ who = "", how = "inbox" }: Record<string, string>) => {
      const [noun, name] = who.split(":");
      const integrationId = how.startsWith("to:") ? Number(how.slice(3)) : undefined;
      const body = {
        ...(noun === "team" ? { team: name } : noun === "role" && !integrationId ? { role: name } : {}),
        ...{
          integrationId,
          timing,
          ...schedule,
          kinds: timing === "now" ? kinds : [],
          minSeverity,
          email: how === "mail",
        },
      };
      return api("/notices/rules", { method: "POST", body, shape: Made });
    },
    done: () => "The rule holds from now on",
    stale: [["notices"]],
    after: onClose,
  });
  return (
    <FormDialog
      title="Add a rule"
      open={open}
      onClose={onClose}
      onSubmit={write.run}
      submit="Add"
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="For" error={write.field("team") ?? write.field("role")}>
        {(ids) => (
          <Select {...ids} name="who" className="w-full">
            {may.all && <option value="all:">everybody</option>}
            {may.all &&
              roles.list.map((role) => (
                <option key={role} value={`role:${role}`}>
                  role {role}
                </option>
              ))}
            {may.teams.map((team) => (
              <option key={team.slug} value={`team:${team.slug}`}>
                team {team.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="By"
        hint="An endpoint gets what concerns the team, or everything."
        error={write.field("integrationId")}
      >
        {(ids) => (
          <Select {...ids} name="how" className="w-full">
            <option value="inbox">inbox</option>
            <option value="mail">inbox and mail</option>
            {may.integrations.map((one) => (
              <option key={one.id} value={`to:${one.id}`}>
                {one.name} ({one.kind})
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="When">
        {(ids) => (
          <Select
            {...ids}
            className="w-full"
            value={timing}
            onChange={(event) => setTiming(event.target.value as typeof timing)}
          >
            <option value="now">events, at once</option>
            <option value="daily">digest of new findings, each day</option>
            <option value="weekly">digest of new findings, each week</option>
          </Select>
        )}
      </Field>
      <Field label="From severity">
        {(ids) => (
          <Select {...ids} value={minSeverity} onChange={(event) => setMinSeverity(event.target.value as Severity)}>
            {[...severities.list].reverse().map((severity) => (
              <option key={severity}>{severity}</option>
            ))}
          </Select>
        )}
      </Field>
      {timing === "now" ? (
        <fieldset className="min-w-0">
          <legend className="text-small font-medium">Events (none ticked: all that concerns them)</legend>
          {noticeKindList
            .filter((kind) => kind !== "digest")
            .map((kind) => (
              <CheckRow
                key={kind}
                checked={kinds.includes(kind)}
                onChange={() => setKinds(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind])}
              >
                {noticeKinds[kind].label}
              </CheckRow>
            ))}
        </fieldset>
      ) : (
        <ScheduleFields
          value={schedule}
          weekly={timing === "weekly"}
          onChange={setSchedule}
          error={write.field("timeZone")}
        />
      )}
    </FormDialog>
  );
}
