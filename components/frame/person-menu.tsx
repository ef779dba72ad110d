"use client";

import { CircleUserRound, Keyboard, LogOut, Monitor, Moon, Sun, UserCog } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { Menu, MenuChoice, MenuItem, MenuLink, MenuRule, MenuTitle } from "@/components/ui/menu";
import { signOut } from "@/lib/client/sign-in";
import { roleName } from "./role-words";
import { type Theme, useTheme } from "./theme";
import { useViewer } from "./viewer";

const themes = [
  { value: "system", text: "As the system", icon: Monitor },
  { value: "light", text: "Light", icon: Sun },
  { value: "dark", text: "Dark", icon: Moon },
] as const satisfies { value: Theme; text: string; icon: typeof Sun }[];

async function leave() {
  await signOut();
  // A whole page load: nothing of this person may stay in the memory of the tab.
  window.location.assign("/sign-in");
}

export function PersonMenu({ narrow = false, onHelp }: { narrow?: boolean; onHelp: () => void }) {
  const { user } = useViewer();
  const [theme, choose] = useTheme();
  return (
    <Menu
      label="Account and theme"
      className="w-56"
      anchor={(anchor) => (
        <button
          {...anchor}
          type="button"
          aria-haspopup="menu"
          aria-label={`${user.name}, ${roleName[user.role]}: account and theme`}
          data-tip={narrow ? user.name : undefined}
          className="flex h-11 w-full items-center gap-2.5 rounded-md px-2.5 text-left hover:bg-hover"
        >
          <CircleUserRound size={16} aria-hidden="true" className="shrink-0 text-ink-2" />
          <span className={cx("min-w-0", narrow && "sr-only")}>
            <span className="block truncate">{user.name}</span>
            <span className="block truncate text-small text-ink-2">{roleName[user.role]}</span>
          </span>
        </button>
      )}
    >
      <MenuTitle>{user.email}</MenuTitle>
      <MenuLink href="/settings/account" icon={<UserCog size={16} aria-hidden="true" />}>
        Your account
      </MenuLink>
      <MenuItem onSelect={onHelp} icon={<Keyboard size={16} aria-hidden="true" />} hint="?">
        Keyboard
      </MenuItem>
      <MenuRule />
      <MenuTitle>Theme</MenuTitle>
      {themes.map(({ value, text, icon: Icon }) => (
        <MenuChoice
          key={value}
          checked={theme === value}
          onSelect={() => choose(value)}
          icon={<Icon size={16} aria-hidden="true" />}
        >
          {text}
        </MenuChoice>
      ))}
      <MenuRule />
      <MenuItem onSelect={leave} icon={<LogOut size={16} aria-hidden="true" />}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
