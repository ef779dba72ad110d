"use client";

import { useState } from "react";
import { roleFor, roleName } from "@/components/frame/role-words";
import { useViewer } from "@/components/frame/viewer";
import { CheckRow } from "@/components/ui/check-row";
import { FormDialog } from "@/components/ui/form-dialog";
import { Field, Input, Select } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useWrite } from "@/components/ui/use-write";
import { UserRow } from "@/lib/client/contract/admin";
import { api } from "@/lib/client/fetcher";
import { type Role, roles } from "@/lib/domain/vocabulary";

type Fields = Record<string, string>;

/** Adds a person, or changes one. */
export function UserDialog({ user, onClose }: { user: UserRow | "new" | null; onClose: () => void }) {
  // The form starts afresh for each person, so that nothing typed for one is sent for another.
  return user === null ? null : (
    <UserForm key={user === "new" ? "new" : user.id} user={user === "new" ? null : user} onClose={onClose} />
  );
}

function UserForm({ user, onClose }: { user: UserRow | null; onClose: () => void }) {
  const self = useViewer().user.id === user?.id;
  const [role, setRole] = useState<Role>(user?.role ?? "devops");
  const [disabled, setDisabled] = useState(user?.disabledAt != null);
  const write = useWrite({
    send: (fields: Fields) =>
      user
        ? api(`/users/${user.id}`, {
            method: "PATCH",
            body: {
              name: fields.name,
              role: role === user.role ? undefined : role,
              disabled,
              password: fields.password,
            },
            shape: UserRow,
          })
        : api("/users", { method: "POST", body: { ...fields, role }, shape: UserRow }),
    done: (saved) => (user ? `${saved.name}: saved` : `${saved.name} can sign in`),
    stale: [["users"], ["teams"]],
    after: onClose,
  });

  return (
    <FormDialog
      title={user ? user.name : "Add a person"}
      open
      onClose={onClose}
      onSubmit={write.run}
      submit={user ? "Save" : "Add"}
      busy={write.busy}
      problem={write.problem}
    >
      <Field label="Name" error={write.field("name")}>
        {(ids) => <Input {...ids} name="name" required defaultValue={user?.name} maxLength={100} autoComplete="off" />}
      </Field>
      {!user && (
        <Field label="E-mail" error={write.field("email")}>
          {(ids) => <Input {...ids} name="email" type="email" required autoComplete="off" />}
        </Field>
      )}
      <Field label="Role" hint={`${roleName[role]} ${roleFor[role]}.`} error={write.field("role")}>
        {(ids) => (
          <Select
            {...ids}
            className="w-full"
            value={role}
            onChange={(event) => roles.is(event.target.value) && setRole(event.target.value)}
          >
            {roles.list.map((one) => (
              <option key={one} value={one}>
                {roleName[one]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {role === "security" && user?.role !== "security" && (
        <Notice tone="warn">
          Whoever has this role decides on risk. Giving it is told to every security person and audited.
        </Notice>
      )}
      <Field
        label={user ? "New password" : "First password"}
        hint={
          user
            ? "Leave it empty to keep the old one."
            : "At least 12 characters. Hand it over in person; it can be changed under Your account."
        }
        error={write.field("password")}
      >
        {(ids) => (
          <Input {...ids} name="password" type="password" required={!user} minLength={12} autoComplete="new-password" />
        )}
      </Field>
      {user && !self && (
        <CheckRow checked={disabled} onChange={() => setDisabled(!disabled)}>
          Disabled: may not sign in, and is signed out everywhere
        </CheckRow>
      )}
    </FormDialog>
  );
}
