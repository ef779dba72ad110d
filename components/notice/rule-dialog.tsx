"use client";

import { useState } from "react";
import { CheckRow } from "@/components/ui/check-row";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Select } from "@/components/ui/input";
import { useWrite } from "@/components/ui/use-write";
import { Made, type RuleList, type RuleRow } from "@/lib/client/contract/notice";
import { Done } from "@/lib/client/contract/session";
import { api } from "@/lib/client/fetcher";
import { type NoticeKind, noticeKindList, noticeKinds } from "@/lib/domain/notice/kinds";
import { roles, type Severity, severities } from "@/lib/domain/vocabulary";
import { ScheduleFields } from "./schedule-fields";

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Adds a rule, or replaces one: for whom, what, when, and by mail or an endpoint. */
export function RuleDialog({
  rule,
  may,
  onClose,
}: {
  rule: RuleRow | "new" | null;
  may: RuleList["may"];
  onClose: () => void;
}) {
  return rule === null ? null : (
    <RuleForm key={rule === "new" ? "new" : rule.id} rule={rule === "new" ? null : rule} may={may} onClose={onClose} />
  );
}

const whoOf = ({ team, user, role }: RuleRow) =>
  team ? `team:${team.slug}` : user ? `user:${user.id}` : role ? `role:${role}` : "all:";

const howOf = ({ integration, email }: RuleRow) => (integration ? `to:${integration.id}` : email ? "mail" : "inbox");

/** Whom a rule is for, as the choice names it; an endpoint has no role or person. */
function audience(who: string, integrationId: number | undefined) {
  const [noun, name = ""] = who.split(":");
  if (noun === "team") return { team: name };
  if (integrationId !== undefined) return {};
  return noun === "role" ? { role: name } : noun === "user" ? { userId: Number(name) } : {};
}

function RuleForm({ rule, may, onClose }: { rule: RuleRow | null; may: RuleList["may"]; onClose: () => void }) {
  const [timing, setTiming] = useState<RuleRow["timing"]>(rule?.timing ?? "now");
  const [schedule, setSchedule] = useState(() =>
    rule && rule.timing !== "now"
      ? { hour: rule.hour, weekday: rule.weekday, timeZone: rule.timeZone }
      : { hour: 8, weekday: 1, timeZone: zone() },
  );
  const [kinds, setKinds] = useState<NoticeKind[]>(rule?.kinds ?? []);
  const [minSeverity, setMinSeverity] = useState<Severity>(rule?.minSeverity ?? "info");
  const write = useWrite({
    send: async ({ who = "", how = "inbox" }: Record<string, string>) => {
      const integrationId = how.startsWith("to:") ? Number(how.slice(3)) : undefined;
      const what = { timing, ...schedule, kinds: timing === "now" ? kinds : [], minSeverity, email: how === "mail" };
      const body = { ...audience(who, integrationId), integrationId, ...what };
      await (rule
        ? api(`/notices/rules/${rule.id}`, { method: "PUT", body, shape: Done })
        : api("/notices/rules", { method: "POST", body, shape: Made }));
    },
    done: () => "The rule holds from now on",
    stale: [["notices"]],
    after: onClose,
  });
  return (
    <FormDialog
      title={rule ? "Edit the rule" : "Add a rule"}
      open
      onClose={onClose}
      onSubmit={write.run}
      submit={rule ? "Save the rule" : "Add"}
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="For" error={write.field("team") ?? write.field("role")}>
        {(ids) => (
          <Select {...ids} name="who" className="w-full" defaultValue={rule ? whoOf(rule) : undefined}>
            {may.all && <option value="all:">everybody</option>}
            {may.all &&
              roles.list.map((role) => (
                <option key={role} value={`role:${role}`}>
                  role {role}
                </option>
              ))}
            {rule?.user && <option value={`user:${rule.user.id}`}>{rule.user.name}</option>}
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
          <Select {...ids} name="how" className="w-full" defaultValue={rule ? howOf(rule) : undefined}>
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
