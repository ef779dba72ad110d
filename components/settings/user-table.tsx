import { type Column, DataTable } from "@/components/data-table/table";
import { roleName } from "@/components/frame/role-words";
import { Ago } from "@/components/ui/time";
import type { UserRow } from "@/lib/client/contract/admin";

function columns(onEdit: (user: UserRow) => void): Column<UserRow>[] {
  return [
    {
      key: "name",
      head: "Name",
      cell: (user) => (
        <button
          type="button"
          onClick={() => onEdit(user)}
          aria-label={`Edit ${user.name}`}
          className="max-w-60 truncate rounded-sm pr-8 text-body font-medium hover:text-accent hover:underline"
        >
          {user.name}
        </button>
      ),
    },
    {
      key: "email",
      head: "E-mail",
      from: "md",
      grow: true,
      cell: (user) => <span className="text-ink-2">{user.email}</span>,
    },
    { key: "role", head: "Role", cell: (user) => roleName[user.role] },
    {
      key: "teams",
      head: "Teams",
      from: "lg",
      cell: (user) => <span className="text-ink-2">{user.teams.map((team) => team.name).join(", ") || "none"}</span>,
    },
    {
      key: "state",
      head: "Last sign-in",
      align: "right",
      from: "sm",
      cell: (user) =>
        user.disabledAt ? (
          <span className="text-ink-3">disabled</span>
        ) : user.locked ? (
          <span className="text-critical">locked for now</span>
        ) : user.lastSignInAt ? (
          <Ago at={user.lastSignInAt} />
        ) : (
          <span className="text-ink-3">never</span>
        ),
    },
  ];
}

export function UserTable({ users, onEdit }: { users: UserRow[]; onEdit: (user: UserRow) => void }) {
  return (
    <DataTable
      label="People"
      columns={columns(onEdit)}
      rows={users}
      rowKey={(user) => String(user.id)}
      rowClass={(user) => user.disabledAt !== null && "text-ink-3"}
    />
  );
}
